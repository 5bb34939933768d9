import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { sdkTypeErrors, type TypedJson } from '../sdkTypeErrors';
import { TestClient, TODAY } from '../testClient';

const BODIES = join(__dirname, '..', '..', 'testdata', 'contract', 'genesys');
const AGGREGATES = '/api/v2/analytics/evaluations/aggregates/query';
const SEARCH = '/api/v2/quality/evaluations/search';
const SUBMITTED_TODAY = {
  type: 'DATE_RANGE',
  field: 'submittedDate',
  startValue: '2026-03-02T00:00:00.000Z',
  endValue: '2026-03-02T16:15:00.000Z',
};

let client: TestClient;

// One for each test: while the compiler works, the connections of the one before go stale.
beforeEach(async () => {
  client = await TestClient.start({
    agents: 20,
    noQueue: 20,
    aiScored: 20,
    calibrations: 20,
    deletedUsers: 20,
    views: true,
    requestsPerMinute: 1000,
  });
});

afterEach(() => client.close());

/** Every kind of answer that the official SDK has a type for; Quality Metrics and the token have none. */
const ANSWERS: Array<{ type: string; status?: number; path: string; body?: object; fault?: number }> = [
  { type: 'TokenInfo', path: '/api/v2/tokens/me' },
  ...[
    {},
    { granularity: 'PT15M' },
    { groupBy: ['userId', 'contextId', 'queueId', 'evaluatorId', 'calibrationId'], granularity: 'PT1H' },
    { groupBy: ['evaluationId', 'conversationId', 'formId', 'mediaType', 'released', 'systemSubmitted'] },
    { views: [{ target: 'oTotalScore', name: 'passed', function: 'rangeBound', range: { gte: 80 } }] },
  ].map((fields) => ({
    type: 'EvaluationAggregateQueryResponse',
    path: AGGREGATES,
    body: {
      interval: `${TODAY.startTime}/${TODAY.endTime}`,
      metrics: ['nEvaluations', 'oTotalScore', 'oTotalCriticalScore'],
      alternateTimeDimension: 'eventTime',
      ...fields,
    },
  })),
  ...[false, true].map((systemSubmitted) => ({
    type: 'EvaluationSearchResponse',
    path: SEARCH,
    body: { query: [SUBMITTED_TODAY], pageNumber: 1, pageSize: 100, systemSubmitted },
  })),
  { type: 'UserEntityListing', path: '/api/v2/users?pageSize=100&state=any' },
  { type: 'QueueEntityListing', path: '/api/v2/routing/queues' },
  { type: 'PublishedFormEntityListing', path: '/api/v2/quality/publishedforms/evaluations?pageSize=100' },
  { type: 'ErrorBody', status: 400, path: AGGREGATES, body: {} },
  { type: 'ErrorBody', status: 404, path: '/api/v2/groups' },
  { type: 'ErrorBody', status: 405, path: '/api/v2/users', body: {} },
  ...[401, 403, 429, 503].map((status) => ({ type: 'ErrorBody', status, path: SEARCH, body: {}, fault: status })),
];

/** The JSON of an answer, as it was sent. */
async function answer({ status = 200, path, body, fault }: (typeof ANSWERS)[number]): Promise<string> {
  const token = await client.token();
  if (fault !== undefined) {
    await client.control.addFault({ path: 'any', kind: 'status', status: fault, times: 1 });
  }
  const response = await (body === undefined ? client.get(path, token) : client.post(path, body, token));
  const json = await response.text();
  expect({ path, status: response.status }).toEqual({ path, status });
  return json;
}

test('every answer is of the type that the official SDK has for it', async () => {
  const typed: TypedJson[] = [];
  for (const kind of ANSWERS) {
    typed.push({ type: kind.type, json: await answer(kind) });
  }
  const [results, items, users] = [AGGREGATES, SEARCH, '/users'].map((path) =>
    typed.filter((_, index) => ANSWERS[index]?.path.includes(path)).map(({ json }) => json)
  );
  // An empty answer would fit as well.
  expect(results?.filter((json) => json.includes('"sum"'))).toHaveLength(5);
  expect(items?.filter((json) => json.includes('"submittedDate"'))).toHaveLength(2);
  expect(users?.[0]).toContain('"deleted"');
  const errors = sdkTypeErrors(typed);
  expect(ANSWERS.map(({ path }, index) => ({ path, errors: errors[index] }))).toEqual(
    ANSWERS.map(({ path }) => ({ path, errors: [] }))
  );
});

test('an answer or a body that does not fit is told', () => {
  const search = { query: [SUBMITTED_TODAY], pageNumber: 1 };
  const aggregates = { interval: 'a/b', metrics: ['nEvaluations'] };
  const cases = [
    { type: 'EvaluationSearchResponse', value: { total: 3 }, error: '\'"total"\' does not exist' },
    { type: 'UserEntityListing', value: { entities: [{ id: 'u' }] }, error: '\'"version"\' is missing' },
    { type: 'ErrorBody', value: { status: '404' }, error: "'string' is not assignable to type 'number'" },
    { type: 'EvaluationSearchRequest', value: { ...search, sortOrder: 'desc' }, error: 'not assignable' },
    { type: 'EvaluationSearchRequest', value: { query: [SUBMITTED_TODAY] }, error: '\'"pageNumber"\' is missing' },
    { type: 'EvaluationSearchRequest', value: { ...search, query: [{ type: 'LIKE' }] }, error: 'not assignable' },
    { type: 'EvaluationAggregationQuery', value: { ...aggregates, groupBy: ['skillId'] }, error: 'not assignable' },
    { type: 'EvaluationAggregationQuery', value: { ...aggregates, limit: 3 }, error: '\'"limit"\' does not exist' },
    {
      type: 'EvaluationAggregationQuery',
      value: { ...aggregates, filter: { type: 'and', predicates: [{ dimension: 'queueId', operator: 'in' }] } },
      error: 'not assignable',
    },
  ];
  const errors = sdkTypeErrors(cases.map(({ type, value }) => ({ type, json: JSON.stringify(value) })));
  expect(errors.map((messages) => messages.join('\n'))).toEqual(
    cases.map(({ error }) => expect.stringContaining(error))
  );
});

describe('what the plugin sends', () => {
  const names = readdirSync(BODIES);
  const kinds = [
    { start: 'aggregates-', type: 'EvaluationAggregationQuery', path: AGGREGATES },
    { start: 'search-', type: 'EvaluationSearchRequest', path: SEARCH },
  ];
  const bodies = kinds.flatMap((kind) =>
    names
      .filter((name) => name.startsWith(kind.start))
      .map((name) => ({ name, ...kind, json: readFileSync(join(BODIES, name), 'utf8') }))
  );

  test('is of the type that the official SDK has for it', () => {
    expect(new Set(bodies.map(({ type }) => type)).size).toBe(kinds.length);
    const errors = sdkTypeErrors(bodies);
    expect(bodies.map(({ name }, index) => ({ name, errors: errors[index] }))).toEqual(
      bodies.map(({ name }) => ({ name, errors: [] }))
    );
  });

  test('is understood by the simulator', async () => {
    expect(bodies).not.toEqual([]);
    for (const { name, path, json } of bodies) {
      const { status } = await client.post(path, json);
      expect({ name, status }).toEqual({ name, status: 200 });
    }
  });
});
