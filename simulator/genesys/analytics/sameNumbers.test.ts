import { NOW, TestClient, TODAY } from '../../testClient';
import type { MetricsRow } from '../metricsEndpoint';
import type { AggregateResult } from './aggregateAnswer';
import type { Stats } from './metrics';

/** What is out of the ordinary is there too: none of it may part the dialects. */
const OPTIONS = { requestsPerMinute: 1000, lateBatches: 30, noQueue: 5, aiScored: 10, calibrations: 5 };
const NO_CALIBRATIONS = { type: 'and', predicates: [{ dimension: 'calibrationId', operator: 'notExists' }] };

let client: TestClient;

beforeAll(async () => {
  client = await TestClient.start(OPTIONS);
});

afterAll(() => client.close());

function statsOf({ data }: AggregateResult, metric: string): Stats | undefined {
  expect(data).toHaveLength(1);
  return data[0]?.metrics.find((one) => one.metric === metric)?.stats;
}

/** Count and average, as Quality Metrics would round it. */
function cell(result: AggregateResult): { count: number | undefined; averageScore: number } {
  const { count = NaN, sum = NaN } = statsOf(result, 'oTotalScore') ?? {};
  expect(statsOf(result, 'nEvaluations')).toEqual({ count });
  return { count, averageScore: Math.round(Math.round(sum * 10) / count) / 10 };
}

function metricsCells(rows: MetricsRow[]): Map<string, unknown> {
  const counted = rows.filter(({ metrics }) => metrics.count?.value !== 0);
  return new Map(
    counted.map(({ entityId, metrics }) => [
      entityId,
      { count: metrics.count?.value, averageScore: metrics.averageScore?.value },
    ])
  );
}

const SHARED = [
  { groupBy: 'agent', dimension: 'userId' },
  { groupBy: 'queue', dimension: 'queueId' },
  { groupBy: 'evaluationForm', dimension: 'contextId' },
  { groupBy: 'evaluator', dimension: 'evaluatorId' },
] as const;

/** The rows about something: without "no queue", and without the blank evaluator of AI-scored evaluations. */
function named(results: AggregateResult[], dimension: (typeof SHARED)[number]['dimension']): AggregateResult[] {
  return results.filter(({ group }) => Boolean(group[dimension]));
}

test.each(SHARED)('by $groupBy every cell is that of Quality Metrics', async ({ groupBy, dimension }) => {
  const results = await client.aggregates({ groupBy: [dimension], filter: NO_CALIBRATIONS });
  const cells = named(results, dimension).map((result) => [result.group[dimension], cell(result)] as const);
  expect(cells.length).toBeGreaterThanOrEqual(5);
  expect(new Map(cells)).toEqual(metricsCells(await client.metrics({ groupBy })));
});

test.each(SHARED)('by $groupBy and form they are too', async ({ groupBy, dimension }) => {
  const { evaluationForms } = await client.control.organization();
  const results = await client.aggregates({ groupBy: [...new Set([dimension, 'contextId'])], filter: NO_CALIBRATIONS });
  for (const { id } of evaluationForms) {
    const own = named(results, dimension).filter(({ group }) => group.contextId === id);
    const cells = own.map((result) => [result.group[dimension], cell(result)] as const);
    expect(new Map(cells)).toEqual(metricsCells(await client.metrics({ groupBy, evaluationFormId: id })));
  }
});

test('what has no queue or no evaluator is one group more, and the total is that of all groups', async () => {
  const filter = NO_CALIBRATIONS;
  const total = (await client.aggregates({ filter })).map(cell)[0]?.count;
  const sums = await Promise.all(
    SHARED.map(async ({ dimension }) => {
      const results = await client.aggregates({ groupBy: [dimension], filter });
      return results.reduce((sum, result) => sum + (cell(result).count ?? NaN), 0);
    })
  );
  expect(sums).toEqual([total, total, total, total]);
  const groups = await Promise.all(
    ['queueId', 'evaluatorId'].map((one) => client.aggregates({ groupBy: [one], filter }))
  );
  expect(groups[0]?.filter(({ group }) => !('queueId' in group))).toHaveLength(1);
  expect(groups[1]?.filter(({ group }) => group.evaluatorId === '')).toHaveLength(1);
});

test('single evaluations against the forms’ pass marks give the pass rates', async () => {
  const { evaluationForms } = await client.control.organization();
  const marks = new Map<string | undefined, number>(evaluationForms.map(({ id, passMark }) => [id, passMark]));
  const results = await client.aggregates({ groupBy: ['evaluationId', 'contextId'], filter: NO_CALIBRATIONS });
  const rates = evaluationForms.map(({ id }) => {
    const own = results.filter(({ group }) => group.contextId === id);
    const passed = own.filter((result) => (statsOf(result, 'oTotalScore')?.sum ?? NaN) >= (marks.get(id) ?? NaN));
    return [id, Math.round((passed.length * 1000) / own.length) / 10] as const;
  });
  const rows = await client.metrics({ groupBy: 'evaluationForm' });
  expect(new Map(rates)).toEqual(new Map(rows.map(({ entityId, metrics }) => [entityId, metrics.passRate?.value])));
});

test('in quarter hours, sums and extremes are those of the raw evaluations', async () => {
  const raw = await client.control.evaluations({ from: TODAY.startTime, to: TODAY.endTime, deliveredBy: NOW });
  const [total] = await client.aggregates({ granularity: 'PT15M', metrics: ['oTotalScore'] });
  const expected = new Map<string, number[]>();
  for (const { submittedAt, score } of raw) {
    const start = Math.floor(Date.parse(submittedAt) / 900_000) * 900_000;
    const interval = [start, start + 900_000].map((instant) => new Date(instant).toISOString()).join('/');
    expected.set(interval, [...(expected.get(interval) ?? []), score]);
  }
  expect(expected.size).toBeGreaterThan(40);
  expect(total?.data.map(({ interval }) => interval)).toEqual([...expected.keys()]);
  for (const { interval, metrics } of total?.data ?? []) {
    const scores = expected.get(interval) ?? [];
    const [{ stats = { count: NaN } } = {}] = metrics;
    expect(stats).toMatchObject({ count: scores.length, min: Math.min(...scores), max: Math.max(...scores) });
    expect(stats.sum).toBeCloseTo(
      scores.reduce((sum, score) => sum + score, 0),
      6
    );
  }
});
