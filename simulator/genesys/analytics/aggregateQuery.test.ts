import { TestClient } from '../../testClient';

let client: TestClient;

beforeAll(async () => {
  client = await TestClient.start({ agents: 5, requestsPerMinute: 1000, maxIntervalDays: 7 });
});

afterAll(() => client.close());

const predicate = { dimension: 'queueId', operator: 'exists' };
const view = { target: 'oTotalScore', name: 'passed', function: 'rangeBound', range: { gte: 80 } };

test.each<{ fields: Record<string, unknown>; message: string }>([
  { fields: { interval: undefined }, message: 'the body lacks interval' },
  { fields: { interval: '2026-03-02T08:00:00Z' }, message: 'interval must be two ISO 8601 instants in UTC' },
  { fields: { interval: '2026-03-02T08:00:00+01:00/2026-03-02T09:00:00Z' }, message: 'interval must be two ISO 8601' },
  { fields: { interval: '2026-03-02T08:00:00Z/2026-03-02T08:00:00Z' }, message: 'interval must start before it ends' },
  { fields: { interval: '2026-03-02T00:00:00Z/2026-03-09T00:00:01Z' }, message: 'interval must not exceed 7 days' },
  { fields: { granularity: '15 minutes' }, message: 'granularity must be an ISO 8601 duration that divides a day' },
  { fields: { granularity: 'PT0M' }, message: 'granularity must be' },
  { fields: { granularity: 'PT7H' }, message: 'granularity must be' },
  { fields: { timeZone: 'Mars/Olympus' }, message: 'timeZone must be an IANA time zone, got Mars/Olympus' },
  { fields: { groupBy: 'userId' }, message: 'groupBy in the body must be an array' },
  { fields: { groupBy: ['skill'] }, message: 'groupBy must be some of userId, queueId' },
  { fields: { groupBy: ['userId', 'userId'] }, message: 'groupBy names something twice' },
  { fields: { metrics: undefined }, message: 'the body lacks metrics' },
  { fields: { metrics: [] }, message: 'metrics is empty' },
  { fields: { metrics: ['passRate'] }, message: 'metrics must be some of nEvaluations, oTotalScore' },
  { fields: { flattenMultivaluedDimensions: 'no' }, message: 'flattenMultivaluedDimensions in the body must be true' },
  { fields: { alternateTimeDimension: 'submitted' }, message: 'alternateTimeDimension in the body must be one of' },
  { fields: { views: [view] }, message: 'views are supported for timer metrics only' },
  { fields: { order: 'asc' }, message: 'the body has an unknown field order' },
  { fields: { filter: 'all' }, message: 'filter must be a JSON object' },
  { fields: { filter: { predicates: [predicate] } }, message: 'filter lacks type' },
  { fields: { filter: { type: 'not', predicates: [predicate] } }, message: 'type in filter must be one of and, or' },
  { fields: { filter: { type: 'and' } }, message: 'filter has no predicates' },
  { fields: { filter: { type: 'and', clauses: [{ type: 'or' }] } }, message: 'filter.clauses[0] has no predicates' },
  {
    fields: { filter: { type: 'and', clauses: [{ type: 'or', clauses: [{ type: 'or', predicates: [predicate] }] }] } },
    message: 'filter.clauses[0] has an unknown field clauses',
  },
  {
    fields: { filter: { type: 'and', predicates: [{ dimension: 'skill', operator: 'exists' }] } },
    message: 'dimension in filter.predicates[0] must be one of userId',
  },
  {
    fields: { filter: { type: 'and', predicates: [{ dimension: 'userId', operator: 'contains', value: 'a' }] } },
    message: 'operator in filter.predicates[0] must be one of matches, exists, notExists',
  },
  {
    fields: { filter: { type: 'and', predicates: [{ dimension: 'userId', operator: 'matches' }] } },
    message: 'filter.predicates[0] lacks value',
  },
  {
    fields: { filter: { type: 'and', predicates: [{ ...predicate, value: 'a' }] } },
    message: 'filter.predicates[0] has an unknown field value',
  },
])('$fields: $message', async ({ fields, message }) => {
  const response = await client.askAggregates(fields);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({
    status: 400,
    code: 'bad.request',
    contextId: expect.any(String),
    message: expect.stringContaining(message),
  });
});

test('a body that is not JSON is refused', async () => {
  const response = await client.post('/api/v2/analytics/evaluations/aggregates/query', '{"interval":');
  expect(response.status).toBe(400);
  expect((await response.json()).message).toContain('the body is not JSON');
});

test('an interval as long as it may be, into the future, is answered', async () => {
  const interval = '2026-02-28T00:00:00Z/2026-03-07T00:00:00Z';
  expect((await client.askAggregates({ interval })).status).toBe(200);
});
