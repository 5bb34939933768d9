import { TestClient } from '../../testClient';
import type { EvaluationPage, FoundEvaluation } from './evaluationSearch';

const PATH = '/api/v2/quality/evaluations/search';
const MORNING = Date.parse('2026-03-02T08:00:00Z');
const ADDED = 5000;

let client: TestClient;

beforeAll(async () => {
  client = await TestClient.start({ agents: 0, requestsPerMinute: 1000 });
});

afterAll(() => client.close());

test('5000 evaluations of one range are found over 50 pages, whatever strikes between them', async () => {
  const add = Array.from({ length: ADDED }, (_, index) => ({
    id: `e${index}`,
    agentId: `a${index % 7}`,
    score: index % 101,
    submittedAt: new Date(MORNING + index * 1000).toISOString(),
  }));
  await client.control.addEvaluations(add);
  await client.control.addFault({
    path: 'evaluationSearch',
    kind: 'status',
    status: 429,
    retryAfter: 3,
    after: 20,
    times: 2,
  });
  const token = await client.token();
  const query = [
    {
      type: 'DATE_RANGE',
      field: 'submittedDate',
      startValue: '2026-03-02T08:00:00.000Z',
      endValue: '2026-03-02T16:00:00.000Z',
    },
  ];
  const found: FoundEvaluation[] = [];
  const refused: number[] = [];
  for (let pageNumber = 1; found.length === (pageNumber - 1) * 100;) {
    const body = { query, pageNumber, pageSize: 100, sortBy: 'submittedDate', sortOrder: 'DESC' };
    const response = await client.post(PATH, body, token);
    if (response.status === 429) {
      expect(response.headers.get('Retry-After')).toBe('3');
      refused.push(pageNumber);
    } else {
      const page: EvaluationPage = await response.json();
      expect(Object.keys(page)).toEqual(['pageSize', 'pageNumber', 'results']);
      found.push(...page.results);
      pageNumber += 1;
    }
  }
  expect(refused).toEqual([21, 21]);
  expect(found.map(({ id }) => id)).toEqual(add.map(({ id }) => id).toReversed());
});
