import { TestClient } from '../testClient';

let client: TestClient;

beforeEach(async () => {
  client = await TestClient.start();
});

afterEach(() => client.close());

type Form = Record<string, string>;

const SECONDS = 1000;

async function statusOfTokensMe(token: string): Promise<number> {
  return (await client.get('/api/v2/tokens/me', token)).status;
}

async function moveClock(seconds: number): Promise<void> {
  const { now } = await client.control.state();
  await client.control.setClock({ now: new Date(Date.parse(now) + seconds * SECONDS).toISOString() });
}

function basic(id: string, secret: string): Record<string, string> {
  return { Authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` };
}

function post(form: Form, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${client.simulator.url}/oauth/token`, { method: 'POST', body: new URLSearchParams(form), headers });
}

test('credentials in the form give a token that the API takes', async () => {
  const response = await client.requestToken();
  expect(response.status).toBe(200);
  const body = await response.json();
  expect(body).toEqual({ access_token: expect.any(String), token_type: 'bearer', expires_in: 3600 });
  expect(await statusOfTokensMe(body.access_token)).toBe(200);
});

test('credentials as HTTP Basic give a token as well, form-encoded as RFC 6749 wants them', async () => {
  expect((await post({ grant_type: 'client_credentials' }, basic('demo', 'demo-secret'))).status).toBe(200);
  expect((await post({ grant_type: 'client_credentials' }, basic('d%65mo', 'demo%2Dsecret'))).status).toBe(200);
});

test.each<{ what: string; form: Form; status: number; error: string }>([
  { what: 'a wrong secret', form: { client_secret: 'wrong' }, status: 401, error: 'invalid_client' },
  { what: 'an unknown client', form: { client_id: 'wrong' }, status: 401, error: 'invalid_client' },
  { what: 'another grant', form: { grant_type: 'password' }, status: 400, error: 'unsupported_grant_type' },
])('$what is refused as OAuth does', async ({ form, status, error }) => {
  const response = await client.requestToken(form);
  expect(response.status).toBe(status);
  const body = await response.json();
  expect(body).toEqual({ error, description: expect.any(String), error_description: body.description });
});

test.each<{ what: string; form: Form; headers: Record<string, string> }>([
  { what: 'no grant', form: { client_id: 'demo', client_secret: 'demo-secret' }, headers: {} },
  {
    what: 'credentials in both places',
    form: { grant_type: 'client_credentials', client_id: 'demo', client_secret: 'demo-secret' },
    headers: basic('demo', 'demo-secret'),
  },
  {
    what: 'JSON',
    form: { grant_type: 'client_credentials', client_id: 'demo', client_secret: 'demo-secret' },
    headers: { 'Content-Type': 'application/json' },
  },
])('$what is an invalid request', async ({ form, headers }) => {
  const response = await post(form, headers);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: 'invalid_request' });
});

test('a field given twice is an invalid request', async () => {
  const body = 'grant_type=client_credentials&client_id=demo&client_secret=demo-secret&client_id=demo';
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const response = await fetch(`${client.simulator.url}/oauth/token`, { method: 'POST', headers, body });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error_description: 'client_id is given more than once' });
});

test('wrong Basic credentials are refused', async () => {
  expect((await post({ grant_type: 'client_credentials' }, basic('demo', 'wrong'))).status).toBe(401);
});

test('a token lives as long as it said, by the clock', async () => {
  const token = await client.token();
  await moveClock(3599);
  expect(await statusOfTokensMe(token)).toBe(200);
  await moveClock(1);
  expect(await statusOfTokensMe(token)).toBe(401);
});

test('a new lifetime holds for tokens issued from then on', async () => {
  const old = await client.token();
  await client.control.setLimits({ tokenLifetime: 120 });
  const response = await client.requestToken();
  const body = await response.json();
  expect(body.expires_in).toBe(120);
  await moveClock(120);
  expect(await statusOfTokensMe(body.access_token)).toBe(401);
  expect(await statusOfTokensMe(old)).toBe(200);
});

test('revoked tokens are refused, newer ones are not', async () => {
  const revoked = await client.token();
  await client.control.revokeTokens();
  expect(await statusOfTokensMe(revoked)).toBe(401);
  expect(await statusOfTokensMe(await client.token())).toBe(200);
});

test('tokens differ from each other, and are the same for the same seed and clock', async () => {
  const tokens = [await client.token(), await client.token()];
  const other = await TestClient.start();
  const again = [await other.token(), await other.token()];
  await other.close();
  expect(tokens[0]).not.toBe(tokens[1]);
  expect(again).toEqual(tokens);
});

test('a token names its organization, client and scopes', async () => {
  await client.control.setScopes(['quality', 'users:readonly']);
  const { organization, homeOrganization, authorizedScope, OAuthClient } = await (
    await client.get('/api/v2/tokens/me?preserveIdleTTL=true')
  ).json();
  expect(organization).toEqual({ id: expect.any(String), name: 'Northwind Contact Centre' });
  expect(homeOrganization).toEqual(organization);
  expect(authorizedScope).toEqual(['quality', 'users:readonly']);
  expect(OAuthClient).toEqual({
    id: expect.any(String),
    name: 'Quality-Dashboard-Service',
    authorizedGrantType: 'CLIENT-CREDENTIALS',
    organization,
  });
});

test('a parameter that tokens/me does not know is refused', async () => {
  const response = await client.get('/api/v2/tokens/me?expand=organization');
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ message: 'Unknown query parameter expand.' });
});
