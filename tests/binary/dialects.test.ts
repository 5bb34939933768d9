import type { PluginAnswer } from '../../preview/host/plugin';
import type { Simulator } from '../../simulator/simulator';
import { keyOf, noticesOf, seriesOf, statRows, tableRows, type Numbers, type Shown } from './frames';
import type { Replica } from './replica';
import { AFTERNOON, Started } from './started';

const DAY = { from: '2032-11-19T09:15:00Z', to: '2032-11-19T13:30:00Z' };
const HOUR_MS = 60 * 60 * 1000;

/** What both dialects can group by. */
const GROUP_BY = ['agent', 'queue', 'evaluationForm', 'evaluator'] as const;
const SPLIT = ['agent', 'queue', 'evaluator'] as const;
const GROUPINGS: string[][] = [
  [],
  ...GROUP_BY.map((groupBy) => [groupBy]),
  ...SPLIT.map((groupBy) => [groupBy, 'evaluationForm']),
];

/** The settings with which the Analytics dialect passes what Genesys passes: the simulator's forms have pass marks. */
async function passThresholds(simulator: Simulator): Promise<object> {
  const { evaluationForms } = await simulator.control.organization();
  return {
    passThresholds: evaluationForms.map(({ id, passMark }) => ({
      formId: id,
      passScore: passMark,
      criticalScore: 100,
    })),
  };
}

/** All numbers of an answer by who, when and what they are about, and the names by id. */
interface Cells {
  numbers: Map<string, number | null>;
  names: Map<string, string>;
}

function cellsOf(format: string, answer: PluginAnswer): Cells {
  const cells: Cells = { numbers: new Map(), names: new Map() };
  const take = (about: Shown, when: string, numbers: Numbers) => {
    cells.names.set(keyOf(about), `${about.entityName}/${about.evaluationFormName}`);
    for (const [metric, value] of Object.entries(numbers)) {
      cells.numbers.set(`${keyOf(about)} ${when} ${metric}`, value);
    }
  };
  if (format === 'timeseries') {
    seriesOf(answer).forEach((series) =>
      series.points.forEach((numbers, time) => take(series, new Date(time).toISOString(), numbers))
    );
  } else {
    const rows = format === 'table' ? tableRows(answer) : statRows(answer);
    rows.forEach((row) => take(row, 'whole', row.numbers));
  }
  return cells;
}

function expectSame(computed: Cells, said: Cells): void {
  expect(computed.names).toEqual(said.names);
  expect([...computed.numbers.keys()].sort()).toEqual([...said.numbers.keys()].sort());
  expect(said.numbers.size).toBeGreaterThan(0);
  said.numbers.forEach((value, key) => {
    const other = computed.numbers.get(key);
    if (value === null || key.endsWith(' count')) {
      expect(`${key} ${other}`).toBe(`${key} ${value}`);
    } else {
      // Quality Metrics rounds to one decimal, and what is merged of rounded numbers is up to as much off.
      expect(Math.abs((other ?? NaN) - value)).toBeLessThan(0.1 + 1e-9);
    }
  });
}

describe('the two dialects', () => {
  const started = new Started();
  let simulator: Simulator;
  let metrics: Replica;
  let analytics: Replica;

  beforeAll(async () => {
    simulator = await started.simulator();
    metrics = await started.replica(simulator, { storeFolder: await started.folder() });
    analytics = await started.replica(simulator, {
      storeFolder: await started.folder(),
      jsonData: { api: 'analytics', ...(await passThresholds(simulator)) },
    });
    await metrics.takeTime();
    await analytics.takeTime();
  });
  afterAll(() => started.end());

  const FORMATS = ['table', 'stat', 'timeseries'] as const;
  const cases = GROUPINGS.flatMap((groupBy) =>
    FORMATS.flatMap((format) => [true, false].map((running) => ({ groupBy, format, running })))
  ).filter(({ format, running }) => format === 'timeseries' || running);

  test.each(cases)('give the same $format by $groupBy, running: $running', async ({ groupBy, format, running }) => {
    const panel = { ...DAY, intervalMs: HOUR_MS, json: { groupBy, format, running, minimumCount: 0 } };
    const said = cellsOf(format, await metrics.answer(panel));
    const computed = cellsOf(format, await analytics.answer(panel));
    expectSame(computed, said);
  });

  test('give the same numbers of two forms alone, and of a higher minimum count', async () => {
    const { evaluationForms } = await simulator.control.organization();
    for (const json of [{ evaluationFormIds: evaluationForms.slice(0, 2).map(({ id }) => id) }, { minimumCount: 3 }]) {
      const panel = { ...DAY, json: { groupBy: ['agent'], minimumCount: 0, ...json } };
      const said = cellsOf('table', await metrics.answer(panel));
      const computed = cellsOf('table', await analytics.answer(panel));
      expectSame(computed, said);
    }
  });
});

describe('what a day costs in the Analytics dialect', () => {
  const started = new Started();
  afterAll(() => started.end());

  test('is one call, one for names, and one for a refresh', async () => {
    const simulator = await started.simulator();
    const replica = await started.replica(simulator, {
      storeFolder: await started.folder(),
      jsonData: { api: 'analytics' },
    });
    await replica.takeTime();
    await simulator.control.reset();
    const counted = async () => {
      const { requests } = await simulator.control.state();
      return { aggregates: requests.evaluationAggregates, users: requests.users, total: requests.total };
    };
    const json = { groupBy: ['agent'], metrics: ['averageScore', 'count'], timeRange: 'businessDay', minimumCount: 0 };
    const panel = { ...DAY, json };
    await replica.answer(panel);
    await replica.answer({ ...panel, json: { ...json, groupBy: ['agent', 'evaluationForm'], metrics: ['minScore'] } });
    expect(await counted()).toMatchObject({ aggregates: 1, users: 1 });

    await replica.answer({ ...panel, json: { ...json, metrics: ['passRate'] } });
    expect(await counted()).toMatchObject({ aggregates: 2, users: 1 });

    await simulator.control.setClock({ now: '2032-11-19T15:35:30Z' });
    await replica.takeTime();
    await simulator.control.reset();
    await replica.answer(panel);
    await replica.answer(panel);
    expect(await counted()).toEqual({ aggregates: 1, users: 0, total: 1 });
  });
});

describe('an organization with everything that is left out elsewhere', () => {
  const started = new Started();
  afterAll(() => started.end());

  test('shows what has no queue and no evaluator, who was deleted, and keeps calibrations out', async () => {
    const options = { noQueue: 20, aiScored: 20, calibrations: 20, deletedUsers: 10 };
    const simulator = await started.simulator(options);
    const replica = await started.replica(simulator, {
      storeFolder: await started.folder(),
      jsonData: { api: 'analytics' },
    });
    await replica.takeTime();
    const evaluations = await simulator.control.evaluations({ ...DAY, deliveredBy: AFTERNOON });
    const scored = evaluations.filter(({ calibrationId }) => calibrationId === undefined);
    expect(scored.length).toBeLessThan(evaluations.length);
    const count = async (json: object) => {
      const answer = await replica.answer({ ...DAY, json: { metrics: ['count'], minimumCount: 0, ...json } });
      const rows = [...tableRows(answer).values()];
      return { rows, sum: rows.reduce((sum, { numbers }) => sum + (numbers.count ?? 0), 0), answer };
    };
    const queues = await count({ groupBy: ['queue'] });
    expect(queues.sum).toBe(scored.length);
    const none = queues.rows.find(({ entityName }) => entityName === 'No queue');
    expect(none?.numbers.count).toBe(scored.filter(({ queueId }) => queueId === '').length);

    const evaluators = await count({ groupBy: ['evaluator'] });
    const ai = scored.filter(({ systemSubmitted }) => systemSubmitted);
    expect(evaluators.sum).toBe(scored.length);
    expect(evaluators.rows.find(({ entityName }) => entityName === 'No evaluator (scored by AI)')?.numbers.count).toBe(
      ai.length
    );

    expect((await count({ groupBy: [], scoredBy: 'ai' })).sum).toBe(ai.length);
    expect((await count({ groupBy: [], scoredBy: 'human' })).sum).toBe(scored.length - ai.length);
    expect((await count({ groupBy: [], includeCalibrations: true })).sum).toBe(evaluations.length);
    const queueId = scored.find((one) => one.queueId !== '')?.queueId ?? '';
    expect((await count({ groupBy: ['agent'], queueIds: [queueId] })).sum).toBe(
      scored.filter((one) => one.queueId === queueId).length
    );
    // Deleted users have names, as long as they are asked for by id.
    expect(noticesOf((await count({ groupBy: ['agent'] })).answer)).toBe('');
  });
});
