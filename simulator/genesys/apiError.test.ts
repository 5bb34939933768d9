import { TestClient } from '../testClient';

let client: TestClient;

beforeEach(async () => {
  client = await TestClient.start();
});

afterEach(() => client.close());

const CONTEXT_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/;

test('an error has Genesys’ body, and its contextId is the correlation id of the answer', async () => {
  const response = await client.get('/api/v2/groups');
  expect(response.status).toBe(404);
  const body = await response.json();
  expect(body).toEqual({
    message: 'The requested resource /api/v2/groups was not found.',
    code: 'not.found',
    status: 404,
    contextId: expect.stringMatching(CONTEXT_ID),
    messageWithParams: body.message,
    messageParams: {},
    details: [],
    errors: [],
  });
  expect(response.headers.get('ININ-Correlation-Id')).toBe(body.contextId);
});

test.each<{ what: string; headers: Record<string, string>; code: string }>([
  { what: 'no token', headers: {}, code: 'authentication.required' },
  { what: 'Basic credentials', headers: { Authorization: 'Basic ZGVtbzpkZW1v' }, code: 'authentication.required' },
  { what: 'an unknown token', headers: { Authorization: 'Bearer unknown' }, code: 'bad.credentials' },
])('$what is unauthorized', async ({ headers, code }) => {
  const response = await fetch(`${client.simulator.url}/api/v2/quality/metrics`, { headers });
  expect(response.status).toBe(401);
  expect(await response.json()).toMatchObject({ status: 401, code });
});

test.each([
  { method: 'POST', path: '/api/v2/quality/metrics' },
  { method: 'PUT', path: '/api/v2/quality/evaluations/1' },
  { method: 'PATCH', path: '/api/v2/users/1' },
  { method: 'DELETE', path: '/api/v2/tokens/me' },
  { method: 'DELETE', path: '/oauth/token' },
])('$method $path is refused and counted as a write', async ({ method, path }) => {
  const headers = { Authorization: `Bearer ${await client.token()}` };
  const response = await fetch(`${client.simulator.url}${path}`, { method, headers });
  expect(response.status).toBe(405);
  expect(await response.json()).toMatchObject({ status: 405, code: 'method.not.allowed' });
  const { requests } = await client.control.state();
  expect(requests).toMatchObject({ writes: 1, token: 1, metrics: 0, tokensMe: 0, other: 0, total: 2 });
});

test('the Date header follows the clock', async () => {
  await client.control.setClock({ now: '2031-05-06T07:08:09Z' });
  expect((await client.get('/api/v2/tokens/me')).headers.get('Date')).toBe('Tue, 06 May 2031 07:08:09 GMT');
});
