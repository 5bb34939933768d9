import { TestClient } from '../testClient';
import type { Dialect } from './dialect';

let client: TestClient;

beforeEach(async () => {
  client = await TestClient.start({ agents: 5 });
});

afterEach(() => client.close());

/** The statuses of Quality Metrics, of an aggregate query, of the directory and of `tokens/me`. */
async function statuses(): Promise<number[]> {
  const token = await client.token();
  const answers = [
    await client.askMetrics({}, token),
    await client.askAggregates({}, token),
    await client.get('/api/v2/users', token),
    await client.get('/api/v2/tokens/me', token),
  ];
  return answers.map(({ status }) => status);
}

test.each<{ dialects: Dialect[]; expected: number[] }>([
  { dialects: ['qualityMetrics', 'analytics'], expected: [200, 200, 200, 200] },
  { dialects: ['analytics'], expected: [404, 200, 200, 200] },
  { dialects: ['qualityMetrics'], expected: [200, 404, 404, 200] },
])('$dialects answer $expected', async ({ dialects, expected }) => {
  expect(await client.control.setDialects(dialects)).toMatchObject({ dialects });
  expect(await statuses()).toEqual(expected);
  const started = await TestClient.start({ agents: 5, dialects });
  const state = await started.control.state();
  await started.close();
  expect(state.dialects).toEqual(dialects);
});

test('reads with a body are counted under their own names and kept as they were sent', async () => {
  const token = await client.token();
  await client.askAggregates({ groupBy: ['userId'] }, token);
  await client.post('/api/v2/quality/evaluations/search', {}, token);
  await client.get('/api/v2/users?pageSize=5', token);
  await client.get('/api/v2/routing/queues', token);
  await client.get('/api/v2/quality/publishedforms/evaluations', token);
  const { requests, reads } = await client.control.state();
  expect(requests).toMatchObject({
    token: 1,
    evaluationAggregates: 1,
    evaluationSearch: 1,
    users: 1,
    queues: 1,
    publishedForms: 1,
    other: 0,
    writes: 0,
    total: 6,
  });
  expect(reads.map(({ endpoint, query, status }) => [endpoint, query, status])).toEqual([
    ['evaluationAggregates', '', 200],
    ['evaluationSearch', '', 400],
    ['users', 'pageSize=5', 200],
    ['queues', '', 200],
    ['publishedForms', '', 200],
  ]);
  expect(JSON.parse(reads[0]?.body ?? '')).toMatchObject({ groupBy: ['userId'] });
  expect((await client.control.reset()).reads).toEqual([]);
});

test('other methods on their paths are writes', async () => {
  const token = await client.token();
  expect((await client.post('/api/v2/users', {}, token)).status).toBe(405);
  expect((await client.control.state()).requests).toMatchObject({ writes: 1, users: 0 });
});

test('a fault can strike an endpoint of the Analytics dialect alone', async () => {
  await client.control.addFault({ path: 'evaluationAggregates', kind: 'status', status: 403, times: 1 });
  expect(await statuses()).toEqual([200, 403, 200, 200]);
});

test('they need a token', async () => {
  expect((await client.askAggregates({}, 'unknown')).status).toBe(401);
});
