import { TestClient } from '../testClient';

let client: TestClient;
let token: string;

beforeEach(async () => {
  client = await TestClient.start({ requestsPerMinute: 3 });
  token = await client.token();
});

afterEach(() => client.close());

/** Asks at a second past 16:20 and tells the status and the rate limit's headers. */
async function askAt(second: number): Promise<{ status: number; retryAfter: string | null; limit: string }> {
  const now = new Date(Date.parse('2026-03-02T16:20:00Z') + second * 1000).toISOString();
  await client.control.setClock({ now });
  const { status, headers } = await client.get('/api/v2/tokens/me', token);
  const limit = ['count', 'allowed', 'reset'].map((name) => headers.get(`inin-ratelimit-${name}`)).join(' ');
  return { status, retryAfter: headers.get('Retry-After'), limit };
}

test('the 60 seconds slide: each request leaves a minute after it came', async () => {
  expect(await askAt(0)).toEqual({ status: 200, retryAfter: null, limit: '1 3 60' });
  expect(await askAt(20)).toEqual({ status: 200, retryAfter: null, limit: '2 3 40' });
  expect(await askAt(50)).toEqual({ status: 200, retryAfter: null, limit: '3 3 10' });
  expect(await askAt(59.5)).toEqual({ status: 429, retryAfter: '1', limit: '3 3 1' });
  expect(await askAt(60)).toEqual({ status: 200, retryAfter: null, limit: '3 3 20' });
  expect(await askAt(61)).toEqual({ status: 429, retryAfter: '19', limit: '3 3 19' });
  expect(await askAt(80)).toEqual({ status: 200, retryAfter: null, limit: '3 3 30' });
});

test('the refusal has Genesys’ body and is counted', async () => {
  await Promise.all([0, 0, 0].map(askAt));
  const response = await client.get('/api/v2/tokens/me', token);
  expect(response.status).toBe(429);
  expect(await response.json()).toMatchObject({
    code: 'too.many.requests',
    message: 'Rate limit exceeded the maximum [3] requests within [60] seconds',
  });
  const { requests } = await client.control.state();
  expect(requests).toMatchObject({ tokensMe: 4, rateLimited: 1, peakPerMinute: 5 });
});

test('tokens and control requests are not limited', async () => {
  for (let number = 0; number < 5; number += 1) {
    expect((await client.requestToken()).status).toBe(200);
    await client.control.state();
  }
  expect((await askAt(0)).limit).toBe('1 3 60');
});

test('the limit can be changed while it runs; a lowered one waits for as many to leave', async () => {
  for (const second of [0, 10, 20]) {
    await askAt(second);
  }
  await client.control.setLimits({ requestsPerMinute: 1 });
  expect(await askAt(30)).toEqual({ status: 429, retryAfter: '50', limit: '3 1 50' });
  await client.control.setLimits({ requestsPerMinute: 4 });
  expect((await askAt(30)).status).toBe(200);
});

test('a clock that is set back starts a new minute', async () => {
  for (const second of [100, 100, 100]) {
    await askAt(second);
  }
  expect(await askAt(0)).toEqual({ status: 200, retryAfter: null, limit: '1 3 60' });
});

test('a reset starts a new minute', async () => {
  for (const second of [0, 0, 0]) {
    await askAt(second);
  }
  await client.control.reset();
  expect(await askAt(0)).toEqual({ status: 200, retryAfter: null, limit: '1 3 60' });
});
