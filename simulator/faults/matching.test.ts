import { TestClient } from '../testClient';

let client: TestClient;

beforeEach(async () => {
  client = await TestClient.start({ agents: 20 });
});

afterEach(() => client.close());

async function statuses(times: number): Promise<number[]> {
  const token = await client.token();
  const found: number[] = [];
  for (let number = 0; number < times; number += 1) {
    found.push((await client.askMetrics({}, token)).status);
  }
  return found;
}

test('a fault strikes as often as it was told, then the next one', async () => {
  await client.control.addFault({ path: 'metrics', kind: 'status', status: 503, times: 2 });
  await client.control.addFault({ path: 'metrics', kind: 'status', status: 502, times: 1 });
  expect(await statuses(4)).toEqual([503, 503, 502, 200]);
  expect((await client.control.state()).faults).toEqual([]);
});

test('a fault strikes after as many requests as it was told, among those that no earlier one strikes', async () => {
  await client.control.addFault({ path: 'any', kind: 'status', status: 500, after: 2, times: 1 });
  await client.control.addFault({ path: 'metrics', kind: 'status', status: 502, after: 2, times: 1 });
  // The first that passes is the request for the token.
  expect(await statuses(5)).toEqual([200, 500, 200, 502, 200]);
  expect((await client.control.state()).faults).toEqual([]);
});

test('without a number it strikes until faults are cleared', async () => {
  await client.control.addFault({ path: 'metrics', kind: 'status' });
  expect(await statuses(3)).toEqual([503, 503, 503]);
  await client.control.clearFaults();
  expect(await statuses(1)).toEqual([200]);
});

test('reset clears faults as well', async () => {
  await client.control.addFault({ path: 'any', kind: 'status' });
  await client.control.reset();
  expect(await statuses(1)).toEqual([200]);
});

test('a fault strikes its path only', async () => {
  await client.control.addFault({ path: 'tokensMe', kind: 'status' });
  expect(await statuses(1)).toEqual([200]);
  expect((await client.get('/api/v2/tokens/me')).status).toBe(503);
});

test('any strikes every Genesys request, and no control request', async () => {
  const token = await client.token();
  await client.control.addFault({ path: 'any', kind: 'status', status: 504 });
  expect((await client.requestToken()).status).toBe(504);
  expect((await client.askMetrics({}, token)).status).toBe(504);
  expect((await client.get('/api/v2/tokens/me', token)).status).toBe(504);
  expect((await client.get('/api/v2/users', token)).status).toBe(504);
  expect((await client.control.state()).requests.total).toBe(5);
});

test('a fault can be meant for one question', async () => {
  const { evaluationForms } = await client.control.organization();
  const evaluationFormId = evaluationForms[1]?.id ?? '';
  await client.control.addFault({ path: 'metrics', kind: 'status', match: { groupBy: 'queue', evaluationFormId } });
  expect((await client.askMetrics({ groupBy: 'queue' })).status).toBe(200);
  expect((await client.askMetrics({ groupBy: 'agent', evaluationFormId })).status).toBe(200);
  expect((await client.askMetrics({ groupBy: 'queue', evaluationFormId })).status).toBe(503);
});

test('faults come after the rate limit and before authorization', async () => {
  await client.control.setLimits({ requestsPerMinute: 1 });
  await client.control.addFault({ path: 'metrics', kind: 'status', status: 500 });
  expect((await client.askMetrics({}, 'unknown')).status).toBe(500);
  expect((await client.askMetrics({}, 'unknown')).status).toBe(429);
});
