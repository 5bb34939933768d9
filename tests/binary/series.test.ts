import type { NamedEvaluation } from '../../simulator/control/evaluations';
import { expectNumbers, group, type Groups } from './expected';
import { seriesOf, tableRows, type ShownSeries } from './frames';
import type { Replica } from './replica';
import { AFTERNOON, Started } from './started';

const DAY = { from: '2032-11-19T09:15:00Z', to: '2032-11-19T13:30:00Z' };
const HOUR_MS = 60 * 60 * 1000;
/** The hours of the range: the first and the last are cut by it. */
const HOURS = ['09:15', '10:00', '11:00', '12:00', '13:00'].map((time) => Date.parse(`2032-11-19T${time}:00Z`));

const hourOf = ({ submittedAt }: NamedEvaluation) => HOURS.findLast((hour) => hour <= Date.parse(submittedAt));
const formOf = ({ evaluationFormId }: NamedEvaluation) => evaluationFormId;

describe('a series', () => {
  const started = new Started();
  let replica: Replica;
  let evaluations: NamedEvaluation[];

  beforeAll(async () => {
    const simulator = await started.simulator();
    replica = await started.replica(simulator, { storeFolder: await started.folder() });
    await replica.takeTime();
    evaluations = await simulator.control.evaluations({ ...DAY, deliveredBy: AFTERNOON });
  });
  afterAll(() => started.end());

  const shown = async (json: object, minimumCount = 0) =>
    seriesOf(
      await replica.answer({ ...DAY, intervalMs: HOUR_MS, json: { format: 'timeseries', minimumCount, ...json } })
    );

  /** Every point of every series against the evaluations of its bucket, or of all buckets up to it. */
  function expectSeries(
    all: Map<string, ShownSeries>,
    expected: Groups,
    { running, minimumCount = 0, partOf = () => 0 }: ExpectSeriesOptions
  ): void {
    expect([...all.keys()].sort()).toEqual([...expected.keys()].sort());
    for (const [key, behind] of expected) {
      expect(all.get(key)?.entityName).toBe(behind.name);
      expect([...(all.get(key)?.points.keys() ?? [])]).toEqual(HOURS);
      for (const hour of HOURS) {
        const counted = behind.evaluations.filter((one) =>
          running ? (hourOf(one) ?? NaN) <= hour : hourOf(one) === hour
        );
        const point = all.get(key)?.points.get(hour);
        if (counted.length >= Math.max(1, minimumCount)) {
          expectNumbers(point, counted, (one) => `${hourOf(one)} ${partOf(one)}`);
        } else {
          expect(point).toEqual({ averageScore: null, passRate: null, count: counted.length });
        }
      }
    }
  }

  interface ExpectSeriesOptions {
    running: boolean;
    minimumCount?: number;
    partOf?: (evaluation: NamedEvaluation) => unknown;
  }

  describe.each([true, false])('running: %s', (running) => {
    test.each(['agent', 'queue', 'skill', 'evaluationForm', 'evaluator'] as const)('by %s', async (groupBy) => {
      expectSeries(await shown({ groupBy: [groupBy], running }), group(evaluations, groupBy), { running });
    });

    test("the organization's total", async () => {
      expectSeries(await shown({ groupBy: [], running }), group(evaluations, 'total'), { running, partOf: formOf });
    });

    test('by queue, split by form', async () => {
      expectSeries(await shown({ groupBy: ['queue', 'evaluationForm'], running }), group(evaluations, 'queue', true), {
        running,
      });
    });

    test('by agent, with two forms chosen', async () => {
      const evaluationFormIds = [...new Set(evaluations.map(formOf))].sort().slice(0, 2);
      const counted = evaluations.filter((one) => evaluationFormIds.includes(one.evaluationFormId));
      const all = await shown({ groupBy: ['agent'], evaluationFormIds, running });
      expectSeries(all, group(counted, 'agent'), { running, partOf: formOf });
    });

    test('fewer evaluations than the minimum count give a count and no score', async () => {
      const enough = new Map([...group(evaluations, 'agent')].filter(([, agent]) => agent.evaluations.length >= 3));
      expect(enough.size).toBeGreaterThan(0);
      expectSeries(await shown({ groupBy: ['agent'], running }, 3), enough, { running, minimumCount: 3 });
    });
  });
});

describe('a renamed agent', () => {
  const started = new Started();
  afterAll(() => started.end());

  test('is one row and one series with the new name, in past windows too', async () => {
    const simulator = await started.simulator();
    const replica = await started.replica(simulator, { storeFolder: await started.folder() });
    await replica.takeTime();
    const table = { ...DAY, to: '2032-11-19T23:00:00Z', json: { groupBy: ['agent'], minimumCount: 0 } };
    const series = { ...table, intervalMs: HOUR_MS, json: { ...table.json, format: 'timeseries' } };
    const settled = { ...table, to: '2032-11-19T12:00:00Z' };
    const agent = [...tableRows(await replica.answer(settled)).values()].find(({ numbers }) => numbers.count === 3);
    const id = agent?.entityId ?? '';
    await replica.answers([table, series]);

    await simulator.control.rename(id, 'Nova Renamed');
    await simulator.control.setClock({ now: '2032-11-19T15:35:30Z' });
    await replica.takeTime();
    await simulator.control.reset();
    expect(tableRows(await replica.answer(table)).get(id)?.entityName).toBe('Nova Renamed');
    expect(seriesOf(await replica.answer(series)).get(id)?.entityName).toBe('Nova Renamed');
    expect(tableRows(await replica.answer(settled)).get(id)).toEqual({ ...agent, entityName: 'Nova Renamed' });
    // The settled morning was not asked again: its new name comes from newer answers.
    const { questions } = await simulator.control.state();
    expect(questions.filter(({ endTime }) => endTime === '2032-11-19T12:00:00.000Z')).toEqual([]);
    expect(questions.length).toBeGreaterThan(0);
  });
});
