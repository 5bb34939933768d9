import type { NamedEvaluation } from '../control/evaluations';
import { NOW, TestClient, TODAY } from '../testClient';
import type { MetricsRow } from './metricsEndpoint';
import { GROUP_BY, type GroupBy } from './metricsQuestion';

let client: TestClient;

beforeAll(async () => {
  client = await TestClient.start({ requestsPerMinute: 1000, lateBatches: 30, timeZone: 'Europe/Berlin' });
});

afterAll(() => client.close());

/** The second route: an entity's evaluations from the raw list, and the plain mean of them. */
const ENTITIES: Record<GroupBy, (evaluation: NamedEvaluation) => Array<[id: string, name: string | undefined]>> = {
  agent: ({ agentId, agentName }) => [[agentId, agentName]],
  queue: ({ queueId, queueName }) => [[queueId, queueName]],
  skill: ({ skillIds, skillNames }) => skillIds.map((id, index) => [id, skillNames[index]]),
  evaluationForm: ({ evaluationFormId, evaluationFormName }) => [[evaluationFormId, evaluationFormName]],
  evaluator: ({ evaluatorId, evaluatorName }) => [[evaluatorId, evaluatorName]],
};

function expectRowsOf(evaluations: NamedEvaluation[], groupBy: GroupBy, rows: MetricsRow[]): void {
  const counted = rows.filter(({ metrics }) => metrics.count?.value !== 0);
  const expected = new Map(evaluations.flatMap(ENTITIES[groupBy]));
  expect(new Map(counted.map(({ entityId, entityName }) => [entityId, entityName]))).toEqual(expected);
  expect(counted).toHaveLength(expected.size);
  for (const { entityId, metrics } of counted) {
    const own = evaluations.filter((evaluation) => ENTITIES[groupBy](evaluation).some(([id]) => id === entityId));
    const mean = own.reduce((sum, { score }) => sum + score, 0) / own.length;
    const rate = (own.filter(({ passed }) => passed).length / own.length) * 100;
    expect(metrics.count).toEqual({ value: own.length });
    for (const [metric, exact] of [
      [metrics.averageScore, mean],
      [metrics.passRate, rate],
    ] as const) {
      expect(metric?.unit).toBe('percentage');
      // Rounded to one decimal: at most half a tenth away, and a whole number of tenths.
      expect(Math.abs((metric?.value ?? NaN) - exact)).toBeLessThan(0.05 + 1e-9);
      expect(String(metric?.value)).toMatch(/^\d+(\.\d)?$/);
    }
  }
}

test.each(GROUP_BY)('by %s the rows are what the raw evaluations add up to', async (groupBy) => {
  const evaluations = await client.control.evaluations({
    from: TODAY.startTime,
    to: TODAY.endTime,
    deliveredBy: NOW,
  });
  expect(evaluations.length).toBeGreaterThan(500);
  expectRowsOf(evaluations, groupBy, await client.metrics({ groupBy }));
});

test('over ten days, across midnights, they are too', async () => {
  const startTime = '2026-02-20T13:15:00Z';
  const evaluations = await client.control.evaluations({ from: startTime, to: TODAY.endTime, deliveredBy: NOW });
  expectRowsOf(evaluations, 'queue', await client.metrics({ startTime, groupBy: 'queue' }));
});

test('with a form they are those of the form’s evaluations', async () => {
  const { evaluationForms } = await client.control.organization();
  const evaluationFormId = evaluationForms[2]?.id ?? '';
  const all = await client.control.evaluations({ from: TODAY.startTime, to: TODAY.endTime, deliveredBy: NOW });
  const evaluations = all.filter((evaluation) => evaluation.evaluationFormId === evaluationFormId);
  expect(evaluations.length).toBeGreaterThan(50);
  expectRowsOf(evaluations, 'agent', await client.metrics({ evaluationFormId }));
});

test('an unknown form has no rows at all', async () => {
  expect(await client.metrics({ evaluationFormId: 'unknown' })).toEqual([]);
});

test('only the metrics that were asked for are answered', async () => {
  const rows = await client.metrics({ metrics: 'passRate,count' });
  expect(new Set(rows.map(({ metrics }) => Object.keys(metrics).sort().join()))).toEqual(new Set(['count,passRate']));
});

test('ghosts have a count of 0 and a score that is null or 0', async () => {
  const { agents } = await client.control.organization();
  const ghosts = agents.filter(({ kind }) => kind === 'ghost').map(({ id }) => id);
  const rows = (await client.metrics()).filter(({ metrics }) => metrics.count?.value === 0);
  expect(rows.map(({ entityId }) => entityId).sort()).toEqual(ghosts.sort());
  expect(new Set(rows.map(({ metrics }) => metrics.averageScore?.value))).toEqual(new Set([null, 0]));
  expect(new Set(rows.map(({ metrics }) => metrics.passRate?.value))).toEqual(new Set([null, 0]));
});

test('the same seed and clock give the same bytes, another seed does not', async () => {
  const options = { lateBatches: 30, timeZone: 'Europe/Berlin' };
  const [same, other] = [await TestClient.start(options), await TestClient.start({ ...options, seed: 2 })];
  const text = await (await client.askMetrics()).text();
  const texts = [await (await same.askMetrics()).text(), await (await other.askMetrics()).text()];
  await Promise.all([same.close(), other.close()]);
  expect(texts[0]).toBe(text);
  expect(texts[1]).not.toBe(text);
});
