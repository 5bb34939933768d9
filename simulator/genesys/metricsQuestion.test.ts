import { TestClient, TODAY } from '../testClient';

let client: TestClient;

beforeAll(async () => {
  client = await TestClient.start({ requestsPerMinute: 1000 });
});

afterAll(() => client.close());

test.each<{ parameters: Record<string, string | null>; message: string }>([
  { parameters: { startTime: null }, message: 'Query parameter startTime is missing or empty.' },
  { parameters: { endTime: '' }, message: 'Query parameter endTime is missing or empty.' },
  { parameters: { groupBy: null }, message: 'Query parameter groupBy is missing or empty.' },
  { parameters: { metrics: null }, message: 'Query parameter metrics is missing or empty.' },
  { parameters: { metrics: '' }, message: 'Query parameter metrics is missing or empty.' },
  { parameters: { evaluationFormId: '' }, message: 'Query parameter evaluationFormId is missing or empty.' },
  { parameters: { startTime: '2026-03-02T08:00:00' }, message: 'startTime must be ISO 8601 in UTC and end in Z' },
  { parameters: { startTime: '2026-03-02T08:00:00+01:00' }, message: 'startTime must be ISO 8601 in UTC' },
  { parameters: { endTime: '2026-02-30T08:00:00Z' }, message: 'endTime must be ISO 8601 in UTC' },
  { parameters: { startTime: TODAY.endTime }, message: 'startTime must be before endTime.' },
  { parameters: { endTime: '2026-03-02T16:20:01Z' }, message: 'endTime must not be in the future.' },
  { parameters: { startTime: '2025-11-01T00:00:00Z' }, message: 'must not exceed 93 days.' },
  { parameters: { groupBy: 'team' }, message: 'groupBy must be exactly one of agent, queue, skill' },
  { parameters: { groupBy: 'agent,evaluationForm' }, message: 'groupBy must be exactly one of' },
  {
    parameters: { metrics: 'count,median' },
    message: 'metrics must be some of averageScore, count, passRate, got median',
  },
  { parameters: { metrics: 'count,' }, message: 'got an empty name' },
  { parameters: { metrics: 'count,count' }, message: 'metrics names a metric twice.' },
  { parameters: { pageSize: '25' }, message: 'Unknown query parameter pageSize; known are startTime' },
])('$parameters: $message', async ({ parameters, message }) => {
  const response = await client.askMetrics(parameters);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({
    status: 400,
    code: 'bad.request',
    message: expect.stringContaining(message),
  });
});

test('a parameter given twice is refused', async () => {
  const query = new URLSearchParams({ ...TODAY, groupBy: 'agent', metrics: 'count', evaluationFormId: 'a' });
  query.append('evaluationFormId', 'b');
  const response = await client.get(`/api/v2/quality/metrics?${query}`);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ message: 'Query parameter evaluationFormId is given more than once.' });
});

test('a range may end now, and start and end anywhere', async () => {
  const rows = await client.metrics({ startTime: '2026-03-02T08:07:30.500Z', endTime: '2026-03-02T16:20:00Z' });
  expect(rows.length).toBeGreaterThan(100);
});
