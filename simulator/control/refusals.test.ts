import { TestClient } from '../testClient';

let client: TestClient;

beforeAll(async () => {
  client = await TestClient.start({ agents: 0 });
});

afterAll(() => client.close());

const at = '2026-03-02T08:00:00Z';

test.each([
  { request: 'POST clock', body: { now: 'noon' }, error: 'now in the body must be an ISO 8601 instant' },
  { request: 'POST clock', body: { speed: -1 }, error: 'speed in the body must be a number of at least 0, got -1' },
  { request: 'POST clock', body: { sped: 1 }, error: 'the body has an unknown field sped; known are now, speed' },
  { request: 'POST clock', body: [], error: 'the body must be a JSON object' },
  { request: 'POST rename', body: { entityId: 'a' }, error: 'the body lacks name' },
  { request: 'POST rename', body: { entityId: 'a', name: '' }, error: 'name in the body must be a non-empty string' },
  { request: 'POST delay', body: { window: at }, error: 'the body lacks minutes' },
  { request: 'POST limits', body: { requestsPerMinute: 1.5 }, error: 'must be a whole number of at least 1, got 1.5' },
  { request: 'POST reset', body: { dataset: 'yes' }, error: 'dataset in the body must be true or false, got "yes"' },
  { request: 'POST scopes', body: { scopes: 'quality' }, error: 'scopes in the body must be an array' },
  { request: 'POST scopes', body: { scopes: [''] }, error: 'scopes in the body must be an array of non-empty strings' },
  {
    request: 'POST dialects',
    body: { dialects: ['sql'] },
    error: 'dialects in the body must be some of qualityMetrics',
  },
  { request: 'POST dialects', body: {}, error: 'the body lacks dialects' },
  { request: 'POST evaluations', body: {}, error: 'the body lacks add, an array of evaluations' },
  { request: 'POST evaluations', body: { add: [1] }, error: 'add[0] must be a JSON object' },
  { request: 'POST evaluations', body: { add: [{ score: 1 }] }, error: 'add[0] lacks agentId' },
  {
    request: 'POST evaluations',
    body: { add: [{ agentId: 'a', score: 101, submittedAt: at }] },
    error: 'score in add[0] must be a number of at least 0 and at most 100, got 101',
  },
  {
    request: 'POST evaluations',
    body: { add: [{ agentId: 'a', score: 80.25, submittedAt: at }] },
    error: 'score must have at most one decimal, got 80.25',
  },
  {
    request: 'POST evaluations',
    body: { add: [{ agentId: 'a', score: 80, submittedAt: at, systemSubmitted: true, evaluatorId: 'e' }] },
    error: 'an evaluation that is systemSubmitted has no evaluatorId',
  },
  { request: 'POST faults', body: { path: 'login', kind: 'html' }, error: 'path in the body must be one of token' },
  { request: 'POST faults', body: { path: 'token', kind: 'fire' }, error: 'kind in the body must be one of status' },
  { request: 'POST faults', body: { path: 'token', kind: 'html', times: 0 }, error: 'times in the body' },
  { request: 'POST faults', body: { path: 'token', kind: 'html', after: -1 }, error: 'after in the body must be' },
  { request: 'POST faults', body: { path: 'token', kind: 'wrongUnit' }, error: 'path must be metrics or any' },
  { request: 'POST faults', body: { path: 'any', kind: 'html', match: { form: 'x' } }, error: 'match has an unknown' },
  { request: 'GET evaluations', body: undefined, error: 'the query string lacks from' },
  { request: 'GET evaluations?from=x', body: undefined, error: 'from in the query string must be an ISO 8601 instant' },
])('$request $body: $error', async ({ request, body, error }) => {
  const [method, path] = request.split(' ');
  const response = await fetch(`${client.simulator.url}/simulator/${path}`, { method, body: JSON.stringify(body) });
  expect(response.status).toBe(400);
  expect((await response.json()).error).toContain(error);
});

test('a body that is not JSON is refused', async () => {
  const response = await fetch(`${client.simulator.url}/simulator/clock`, { method: 'POST', body: '{"speed":' });
  expect(response.status).toBe(400);
  expect((await response.json()).error).toContain('the body is not JSON');
});

test('an unknown route is told what there is, and is no Genesys request', async () => {
  const response = await fetch(`${client.simulator.url}/simulator/everything`);
  expect(response.status).toBe(404);
  expect((await response.json()).error).toContain('GET /simulator/state');
  expect((await client.control.state()).requests.total).toBe(0);
});

test('a bad evaluation keeps the good ones of its request out', async () => {
  const good = { agentId: 'a', score: 80, submittedAt: at };
  await expect(client.control.addEvaluations([good, { ...good, score: -1 }])).rejects.toThrow('answered 400');
  expect(await client.control.evaluations({ from: at, to: '2026-03-02T09:00:00Z' })).toEqual([]);
});
