import { TestClient } from '../testClient';

let client: TestClient;

beforeEach(async () => {
  client = await TestClient.start({ agents: 20 });
});

afterEach(() => client.close());

test.each([
  { status: 503, code: 'service.unavailable' },
  { status: 404, code: 'not.found' },
  { status: 418, code: 'http.418' },
])('status: $status with Genesys’ body', async ({ status, code }) => {
  await client.control.addFault({ path: 'metrics', kind: 'status', status });
  const response = await client.askMetrics();
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ status, code, contextId: expect.any(String) });
});

test.each([
  { method: 'GET', path: 'quality/metrics', permission: 'quality:metric:read' },
  {
    method: 'POST',
    path: 'analytics/evaluations/aggregates/query',
    permission: 'analytics:evaluationAggregate:view',
  },
  { method: 'POST', path: 'quality/evaluations/search', permission: 'quality:evaluation:searchAny' },
  { method: 'GET', path: 'routing/queues', permission: 'routing:queue:view' },
  { method: 'GET', path: 'quality/publishedforms/evaluations', permission: 'quality:evaluationForm:view' },
])('status: 403 on $path names $permission', async ({ method, path, permission }) => {
  await client.control.addFault({ path: 'any', kind: 'status', status: 403 });
  const response = await fetch(`${client.simulator.url}/api/v2/${path}`, { method });
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({
    status: 403,
    code: 'missing.any.permissions',
    message: expect.stringContaining(`following permissions assigned: [${permission}]`),
  });
});

test.each([
  { path: 'tokensMe', status: 404, code: 'not.found' },
  { path: 'users', status: 403, code: 'not.authorized' },
] as const)('status: $status of $path without a permission of its own', async ({ path, status, code }) => {
  await client.control.addFault({ path, kind: 'status', status });
  const paths = { tokensMe: '/api/v2/tokens/me', users: '/api/v2/users' };
  const response = await client.get(paths[path]);
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ status, code });
});

test.each([30, 'Mon, 02 Mar 2026 16:21:00 GMT'])('status: 429 with Retry-After %s', async (retryAfter) => {
  await client.control.addFault({ path: 'metrics', kind: 'status', status: 429, retryAfter });
  const response = await client.askMetrics();
  expect(response.status).toBe(429);
  expect(response.headers.get('Retry-After')).toBe(String(retryAfter));
  expect((await client.control.state()).requests.rateLimited).toBe(1);
});

test('status: on the token with OAuth’s body', async () => {
  await client.control.addFault({ path: 'token', kind: 'status', status: 401 });
  const response = await client.requestToken();
  expect(response.status).toBe(401);
  expect(await response.json()).toMatchObject({ error: 'invalid_client' });
  expect((await client.control.state()).requests.unauthorized).toBe(1);
});

test('html: a page where JSON was expected', async () => {
  await client.control.addFault({ path: 'metrics', kind: 'html' });
  const response = await client.askMetrics();
  expect(response.status).toBe(200);
  expect(response.headers.get('Content-Type')).toContain('text/html');
  expect(await response.text()).toMatch(/^<!DOCTYPE html>/);
});

test('empty: no rows', async () => {
  await client.control.addFault({ path: 'metrics', kind: 'empty' });
  expect(await client.metrics()).toEqual([]);
});

test('reset: the connection breaks without an answer', async () => {
  await client.control.addFault({ path: 'metrics', kind: 'reset' });
  await expect(client.askMetrics()).rejects.toThrow();
  expect((await client.control.state()).questions[0]?.status).toBeNull();
});

test('redirect: to a path that counts who follows it', async () => {
  await client.control.addFault({ path: 'metrics', kind: 'redirect', times: 1 });
  await client.control.addFault({ path: 'metrics', kind: 'redirect', location: 'https://elsewhere.example/' });
  const response = await client.askMetrics();
  expect(response.status).toBe(302);
  const location = response.headers.get('Location') ?? '';
  await fetch(new URL(location, client.simulator.url));
  expect((await client.control.state()).requests.other).toBe(1);
  expect((await client.askMetrics()).headers.get('Location')).toBe('https://elsewhere.example/');
});

test.each(['contentLength', 'chunked'] as const)('truncated: %s ends halfway through the body', async (cut) => {
  await client.control.addFault({ path: 'metrics', kind: 'truncated', cut });
  const response = await client.askMetrics();
  expect(response.status).toBe(200);
  expect(response.headers.has('Content-Length')).toBe(cut === 'contentLength');
  await expect(response.text()).rejects.toThrow();
});

test('truncated: json is a whole answer with half of the JSON', async () => {
  const whole = await (await client.askMetrics()).text();
  await client.control.addFault({ path: 'metrics', kind: 'truncated', cut: 'json' });
  const half = await (await client.askMetrics()).text();
  expect(half).toBe(whole.slice(0, whole.length / 2));
  expect(() => JSON.parse(half)).toThrow(SyntaxError);
});

test('hang: answers when the faults are cleared', async () => {
  await client.control.addFault({ path: 'metrics', kind: 'hang' });
  const token = await client.token();
  const hanging = client.askMetrics({}, token);
  while ((await client.control.state()).requests.metrics === 0) {
    // The request is on its way.
  }
  expect((await client.control.state()).questions[0]?.status).toBeNull();
  await client.control.clearFaults();
  expect((await hanging).status).toBe(200);
});

test('hang: breaks off when the simulator closes', async () => {
  const closing = await TestClient.start();
  await closing.control.addFault({ path: 'metrics', kind: 'hang' });
  const hanging = closing.askMetrics({}, await closing.token());
  const broken = expect(hanging).rejects.toThrow();
  while ((await closing.control.state()).requests.metrics === 0) {
    // The request is on its way.
  }
  await closing.close();
  await broken;
});

test('slow: answers rightly after the delay', async () => {
  const sound = await client.metrics();
  await client.control.addFault({ path: 'metrics', kind: 'slow', delayMs: 50 });
  const before = performance.now();
  expect(await client.metrics()).toEqual(sound);
  // A timer may be up to a millisecond early.
  expect(performance.now() - before).toBeGreaterThanOrEqual(49);
});
