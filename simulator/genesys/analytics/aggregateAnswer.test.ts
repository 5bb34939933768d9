import { TestClient } from '../../testClient';

let client: TestClient;

/** Without agents of its own: every number is that of the evaluations that a test adds. */
beforeEach(async () => {
  client = await TestClient.start({ agents: 0, views: true });
});

afterEach(() => client.close());

const MORNING = '2026-03-02T09:00:00Z/2026-03-02T10:00:00Z';
const matches = (dimension: string, value: string): unknown => ({ dimension, operator: 'matches', value });

async function addThree(): Promise<void> {
  await client.control.addEvaluations([
    { id: 'e1', agentId: 'a', queueId: 'q1', score: 70.1, passed: false, submittedAt: '2026-03-02T09:00:00Z' },
    { id: 'e2', agentId: 'a', queueId: null, score: 80.2, passed: true, submittedAt: '2026-03-02T09:14:59.999Z' },
    {
      id: 'e3',
      agentId: 'b',
      queueId: 'q2',
      systemSubmitted: true,
      calibrationId: 'c',
      score: 90,
      passed: true,
      submittedAt: '2026-03-02T09:15:00Z',
    },
    { id: 'e4', agentId: 'b', queueId: 'q2', score: 10, submittedAt: '2026-03-02T10:00:00Z' },
  ]);
}

test('groups, buckets and statistics are those worked out by hand; the interval is half open', async () => {
  await addThree();
  const metrics = ['nEvaluations', 'oTotalScore'];
  expect(await client.aggregates({ interval: MORNING, granularity: 'PT15M', groupBy: ['userId'], metrics })).toEqual([
    {
      group: { userId: 'a' },
      data: [
        {
          interval: '2026-03-02T09:00:00.000Z/2026-03-02T09:15:00.000Z',
          metrics: [
            { metric: 'nEvaluations', stats: { count: 2 } },
            { metric: 'oTotalScore', stats: { count: 2, sum: 150.3, min: 70.1, max: 80.2 } },
          ],
        },
      ],
    },
    {
      group: { userId: 'b' },
      data: [
        {
          interval: '2026-03-02T09:15:00.000Z/2026-03-02T09:30:00.000Z',
          metrics: [
            { metric: 'nEvaluations', stats: { count: 1 } },
            { metric: 'oTotalScore', stats: { count: 1, sum: 90, min: 90, max: 90 } },
          ],
        },
      ],
    },
  ]);
});

test('the critical score is 100 for what has passed and lower for what has not', async () => {
  await addThree();
  const metrics = ['oTotalCriticalScore'];
  const results = await client.aggregates({ interval: MORNING, groupBy: ['evaluationId'], metrics });
  const sums = results.map(({ data }) => data[0]?.metrics[0]?.stats.sum ?? NaN);
  expect(sums.slice(1)).toEqual([100, 100]);
  expect(sums[0]).toBeLessThanOrEqual(75);
});

test.each<{ filter: unknown; ids: string[] }>([
  { filter: { type: 'and', predicates: [{ dimension: 'queueId', operator: 'exists' }] }, ids: ['e1', 'e3'] },
  { filter: { type: 'and', predicates: [{ dimension: 'queueId', operator: 'notExists' }] }, ids: ['e2'] },
  { filter: { type: 'and', predicates: [{ dimension: 'calibrationId', operator: 'notExists' }] }, ids: ['e1', 'e2'] },
  { filter: { type: 'and', predicates: [{ dimension: 'evaluatorId', operator: 'notExists' }] }, ids: ['e3'] },
  { filter: { type: 'and', predicates: [matches('systemSubmitted', 'true')] }, ids: ['e3'] },
  { filter: { type: 'or', predicates: [matches('queueId', 'q1'), matches('queueId', 'q2')] }, ids: ['e1', 'e3'] },
  { filter: { type: 'and', predicates: [matches('queueId', 'q1'), matches('queueId', 'q2')] }, ids: [] },
  {
    filter: {
      type: 'and',
      clauses: [{ type: 'or', predicates: [matches('evaluationId', 'e1'), matches('evaluationId', 'e3')] }],
      predicates: [{ type: 'dimension', dimension: 'userId', value: 'a' }],
    },
    ids: ['e1'],
  },
])('$filter means $ids', async ({ filter, ids }) => {
  await addThree();
  const results = await client.aggregates({ interval: MORNING, groupBy: ['evaluationId'], filter });
  expect(results.map(({ group }) => group.evaluationId)).toEqual(ids);
});

test('a view counts the scores within its bounds, where views are allowed', async () => {
  await addThree();
  const bound = (name: string, range: object): object => ({
    target: 'oTotalScore',
    name,
    function: 'rangeBound',
    range,
  });
  const views = [bound('passed', { gte: 80.2 }), bound('failed', { lt: 80.2 })];
  const [total] = await client.aggregates({ interval: MORNING, views });
  expect(total?.data[0]?.views).toEqual([
    { name: 'passed', stats: { count: 2 } },
    { name: 'failed', stats: { count: 1 } },
  ]);
  const eleven = Array.from({ length: 11 }, () => views[0]);
  expect((await client.askAggregates({ views: eleven })).status).toBe(400);
});

test('a window’s evaluations appear when its batch arrives', async () => {
  const interval = '2026-03-02T16:00:00Z/2026-03-02T16:15:00Z';
  await client.control.addEvaluations([{ agentId: 'a', score: 80, submittedAt: '2026-03-02T16:03:00Z' }]);
  await client.control.delay('2026-03-02T16:00:00Z', 25);
  await client.control.setClock({ now: '2026-03-02T16:39:59Z' });
  expect(await client.aggregates({ interval })).toEqual([]);
  await client.control.setClock({ now: '2026-03-02T16:40:00Z' });
  expect(await client.aggregates({ interval })).toHaveLength(1);
});

test('by default the date of creation counts: what was begun yesterday is missing from the day it was scored on', async () => {
  const adding = Array.from({ length: 200 }, (_, index) => ({
    id: `e${index}`,
    agentId: 'a',
    score: 80,
    submittedAt: '2026-03-02T09:00:00Z',
  }));
  await client.control.addEvaluations(adding);
  const today = '2026-03-02T00:00:00Z/2026-03-03T00:00:00Z';
  const counted = async (alternateTimeDimension: string | undefined, interval = today): Promise<number> => {
    const [total] = await client.aggregates({ interval, alternateTimeDimension });
    return total?.data[0]?.metrics[0]?.stats.count ?? 0;
  };
  expect(await counted('eventTime')).toBe(200);
  const created = await counted(undefined);
  expect(created).toBeGreaterThan(150);
  expect(created).toBeLessThan(200);
  expect(await counted('evaluationCreatedDate')).toBe(created);
  expect(await counted(undefined, '2026-02-27T00:00:00Z/2026-03-02T00:00:00Z')).toBe(200 - created);
  expect(await counted('evaluationReleaseDate')).toBeLessThan(200);
  expect(await counted('conversationStart')).toBeLessThan(created);
});

test('the interval is half open by another time as well', async () => {
  const adding = Array.from({ length: 20 }, (_, index) => ({
    id: `e${index}`,
    agentId: 'a',
    score: 80,
    submittedAt: '2026-03-02T09:00:00Z',
  }));
  await client.control.addEvaluations(adding);
  const alternateTimeDimension = 'evaluationReleaseDate';
  expect(await client.aggregates({ interval: MORNING, alternateTimeDimension })).toHaveLength(1);
  const before = '2026-03-02T08:00:00Z/2026-03-02T09:00:00Z';
  expect(await client.aggregates({ interval: before, alternateTimeDimension })).toEqual([]);
});

test('both versions of a form are found under its context', async () => {
  const adding = Array.from({ length: 40 }, (_, index) => ({
    id: `e${index}`,
    agentId: 'a',
    score: 80,
    submittedAt: '2026-03-02T09:00:00Z',
  }));
  await client.control.addEvaluations(adding);
  const groups = async (dimension: string): Promise<number> =>
    (await client.aggregates({ groupBy: [dimension] })).length;
  expect([await groups('contextId'), await groups('formId')]).toEqual([1, 2]);
});
