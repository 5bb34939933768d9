import { NOW, TestClient } from '../../testClient';
import type { EvaluationPage, FoundEvaluation } from './evaluationSearch';

const PATH = '/api/v2/quality/evaluations/search';
const FIRST_DAYS = { from: '2026-02-23T00:00:00.000Z', to: '2026-03-02T16:14:59.999Z' };
const IN_RANGE = {
  type: 'DATE_RANGE',
  field: 'submittedDate',
  startValue: FIRST_DAYS.from,
  endValue: FIRST_DAYS.to,
};

let client: TestClient;

beforeAll(async () => {
  client = await TestClient.start({
    requestsPerMinute: 20,
    lateBatches: 30,
    aiScored: 10,
    noQueue: 5,
    calibrations: 5,
    searchTotal: true,
  });
});

afterAll(() => client.close());

/** Starts a new minute when the limit is reached, as a client that waits would. */
async function search(body: object): Promise<EvaluationPage> {
  const token = await client.token();
  let response = await client.post(PATH, body, token);
  if (response.status === 429) {
    expect(Number(response.headers.get('Retry-After'))).toBeGreaterThan(0);
    await client.control.setLimits({ requestsPerMinute: 1000 });
    response = await client.post(PATH, body, token);
    await client.control.setLimits({ requestsPerMinute: 20 });
  }
  expect(response.status).toBe(200);
  return response.json();
}

test.each(['ASC', 'DESC'])('over many pages and refusals every evaluation comes once, %s', async (sortOrder) => {
  const raw = await client.control.evaluations({
    from: FIRST_DAYS.from,
    to: '2026-03-02T16:15:00Z',
    deliveredBy: NOW,
  });
  const byHumans = raw.filter(({ systemSubmitted }) => !systemSubmitted);
  const found: FoundEvaluation[] = [];
  let pageNumber = 0;
  while (found.length === pageNumber * 100) {
    pageNumber += 1;
    const page = await search({ query: [IN_RANGE], pageNumber, pageSize: 100, sortBy: 'submittedDate', sortOrder });
    expect(page).toMatchObject({ pageNumber, pageSize: 100, total: byHumans.length });
    found.push(...page.results);
  }
  expect(pageNumber).toBeGreaterThan(40);
  expect((await client.control.state()).requests.rateLimited).toBeGreaterThan(0);
  const expected = sortOrder === 'ASC' ? byHumans : byHumans.toReversed();
  expect(found.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
  expect(found.map(({ answers }) => answers.totalScore)).toEqual(expected.map(({ score }) => score));
});

test('AI-scored evaluations come alone, when they are asked for', async () => {
  const { total, results } = await search({ query: [IN_RANGE], pageNumber: 1, systemSubmitted: true });
  const raw = await client.control.evaluations({ from: FIRST_DAYS.from, to: '2026-03-02T16:15:00Z', deliveredBy: NOW });
  expect(total).toBe(raw.filter(({ systemSubmitted }) => systemSubmitted).length);
  expect(results).toHaveLength(25);
  expect(results.filter(({ evaluator }) => evaluator !== undefined)).toEqual([]);
});

test('an evaluation has its ids, scores and dates, and the Analytics API knows the same', async () => {
  const value = (await search({ query: [IN_RANGE], pageNumber: 1, pageSize: 1 })).results[0]?.id;
  const query = [IN_RANGE, { type: 'EXACT', field: 'evaluationId', value }];
  const { results, total } = await search({ query, pageNumber: 1 });
  const [raw] = (await client.control.evaluations(FIRST_DAYS)).filter(({ id }) => id === value);
  expect(total).toBe(1);
  expect(results[0]).toMatchObject({
    id: raw?.id,
    agent: { id: raw?.agentId },
    evaluator: { id: raw?.evaluatorId },
    evaluationForm: { contextId: raw?.evaluationFormId },
    status: 'FINISHED',
    submittedDate: raw?.submittedAt,
  });
  await client.control.reset();
  const groups = await client.aggregates({
    interval: `${FIRST_DAYS.from}/${FIRST_DAYS.to}`,
    groupBy: ['conversationId', 'formId'],
    metrics: ['oTotalScore', 'oTotalCriticalScore'],
    filter: { type: 'and', predicates: [{ dimension: 'evaluationId', value }] },
  });
  const { conversation, evaluationForm, answers } = results[0] ?? {};
  expect(groups.map(({ group }) => group)).toEqual([{ conversationId: conversation?.id, formId: evaluationForm?.id }]);
  expect(groups[0]?.data[0]?.metrics.map(({ stats }) => stats.sum)).toEqual([
    answers?.totalScore,
    answers?.totalCriticalScore,
  ]);
});

test.each([
  { field: 'agentId', key: 'agentId' },
  { field: 'queueId', key: 'queueId' },
  { field: 'contextId', key: 'evaluationFormId' },
  { field: 'evaluatorId', key: 'evaluatorId' },
] as const)('EXACT on $field takes one, several or none of the values', async ({ field, key }) => {
  const all = await client.control.evaluations({ from: FIRST_DAYS.from, to: '2026-03-02T16:15:00Z', deliveredBy: NOW });
  const raw = all.filter(({ systemSubmitted }) => !systemSubmitted);
  const values = [raw[0]?.[key], raw.find((one) => one[key] !== raw[0]?.[key])?.[key]];
  const totalOf = async (criterion: object): Promise<number | undefined> =>
    (await search({ query: [IN_RANGE, { type: 'EXACT', field, ...criterion }], pageNumber: 1 })).total;
  const count = (wanted: unknown[]): number => raw.filter((one) => wanted.includes(one[key])).length;
  expect(await totalOf({ value: values[0] })).toBe(count(values.slice(0, 1)));
  expect(await totalOf({ values })).toBe(count(values));
  expect(await totalOf({ values, operator: 'NOT' })).toBe(raw.length - count(values));
});

const body = { query: [IN_RANGE], pageNumber: 1 };

test.each<{ body: object; message: string }>([
  { body: { pageNumber: 1 }, message: 'query lacks a DATE_RANGE on one of conversationDate' },
  { body: { query: [IN_RANGE] }, message: 'the body lacks pageNumber' },
  { body: { ...body, pageNumber: 0 }, message: 'pageNumber in the body must be a whole number of at least 1, got 0' },
  {
    body: { ...body, pageSize: 101 },
    message: 'pageSize in the body must be a whole number of at least 1 and at most',
  },
  { body: { ...body, sortBy: 'totalScore' }, message: 'sortBy in the body must be one of conversationDate' },
  { body: { ...body, sortOrder: 'asc' }, message: 'sortOrder in the body must be one of ASC, DESC' },
  { body: { ...body, systemSubmitted: 'no' }, message: 'systemSubmitted in the body must be true or false' },
  { body: { ...body, expand: [] }, message: 'the body has an unknown field expand' },
  { body: { ...body, query: [{ type: 'LIKE' }] }, message: 'type in query[0] must be one of EXACT, DATE_RANGE' },
  { body: { ...body, query: [{ ...IN_RANGE, field: 'day' }] }, message: 'field in query[0] must be one of' },
  { body: { ...body, query: [{ ...IN_RANGE, endValue: undefined }] }, message: 'query[0] lacks endValue' },
  {
    body: { ...body, query: [{ ...IN_RANGE, startValue: '2026-02-23T00:00:00Z' }] },
    message: 'startValue in query must be like 2026-03-02T08:15:00.000Z',
  },
  {
    body: { ...body, query: [{ ...IN_RANGE, startValue: '2025-12-02T16:14:59.998Z' }] },
    message: 'span at most 3 months, got 2025-12-02T16:14:59.998Z',
  },
  { body: { ...body, query: [{ ...IN_RANGE, startValue: '2026-03-03T00:00:00.000Z' }] }, message: 'must start before' },
  {
    body: { ...body, query: [IN_RANGE, { type: 'EXACT', field: 'skillId', value: 'a' }] },
    message: 'field in query[1] must be one of evaluationId',
  },
  {
    body: { ...body, query: [IN_RANGE, { type: 'EXACT', field: 'agentId' }] },
    message: 'needs either value or values',
  },
  {
    body: { ...body, query: [IN_RANGE, { type: 'EXACT', field: 'agentId', values: Array.from('a'.repeat(51)) }] },
    message: 'values of a criterion in query must not be more than 50, got 51',
  },
])('$message', async ({ body: refused, message }) => {
  await client.control.reset();
  const response = await client.post(PATH, refused);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ code: 'bad.request', message: expect.stringContaining(message) });
});

test('three months to the millisecond are answered', async () => {
  const query = [{ ...IN_RANGE, startValue: '2025-12-02T16:14:59.999Z' }];
  expect((await search({ query, pageNumber: 1 })).total).toBeGreaterThan(10_000);
});

test('both ends of a date range belong to it, and of one instant the ids decide the order', async () => {
  const other = await TestClient.start({ agents: 0 });
  await other.control.addEvaluations(
    ['08:59:59.999', '09:00:00.000', '10:00:00.000', '10:00:00.001'].flatMap((time) =>
      ['y', 'x'].map((id) => ({ id: time + id, agentId: 'a', score: 80, submittedAt: `2026-03-02T${time}Z` }))
    )
  );
  const range = { ...IN_RANGE, startValue: '2026-03-02T09:00:00.000Z', endValue: '2026-03-02T10:00:00.000Z' };
  const response = await other.post(PATH, { query: [range], pageNumber: 1 });
  const { results }: EvaluationPage = await response.json();
  await other.close();
  expect(results.map(({ id }) => id)).toEqual(['09:00:00.000x', '09:00:00.000y', '10:00:00.000x', '10:00:00.000y']);
});
