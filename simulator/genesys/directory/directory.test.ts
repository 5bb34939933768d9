import { TestClient } from '../../testClient';
import type { NamedEntity } from './directory';
import type { EntityPage } from './paging';

let client: TestClient;

beforeAll(async () => {
  client = await TestClient.start({ agents: 140, requestsPerMinute: 1000 });
});

afterAll(() => client.close());

async function page(path: string, from: TestClient = client): Promise<EntityPage<NamedEntity>> {
  const response = await from.get(`/api/v2/${path}`);
  expect(response.status).toBe(200);
  return response.json();
}

const idsOf = ({ entities }: EntityPage<NamedEntity>): string[] => entities.map(({ id }) => id);

test('the pages of users hold every agent and evaluator once', async () => {
  const { agents, evaluators } = await client.control.organization();
  const pages = [await page('users?pageSize=100'), await page('users?pageSize=100&pageNumber=2')];
  expect(pages.map(({ entities, ...numbers }) => ({ ...numbers, length: entities.length }))).toEqual([
    { pageSize: 100, pageNumber: 1, total: 148, pageCount: 2, length: 100 },
    { pageSize: 100, pageNumber: 2, total: 148, pageCount: 2, length: 48 },
  ]);
  const expected = [...agents, ...evaluators].map(({ id, name }) => [id, name]);
  expect(pages.flatMap(({ entities }) => entities.map(({ id, name }) => [id, name]))).toEqual(expected);
});

test('ids are answered with their names as they are now, 25 on a page unless more are asked for', async () => {
  const { agents } = await client.control.organization();
  const ids = agents.slice(0, 30).map(({ id }) => id);
  const query = ids.map((id) => `id=${id}`).join('&');
  expect(idsOf(await page(`users?${query}`))).toEqual(ids.slice(0, 25));
  expect(idsOf(await page(`users?pageSize=100&${query}&id=unknown`))).toEqual(ids);
  await client.control.rename(ids[5] ?? '', 'New Name');
  expect((await page(`users?id=${ids[5]}`)).entities).toEqual([
    { id: ids[5], name: 'New Name', state: 'active', version: 1 },
  ]);
});

test('an id outside the organization is found once it has a name', async () => {
  expect((await page('users?id=outsider')).entities).toEqual([]);
  await client.control.rename('outsider', 'Out Sider');
  expect((await page('users?id=outsider')).entities).toEqual([
    { id: 'outsider', name: 'Out Sider', state: 'active', version: 1 },
  ]);
});

test('queues have their names', async () => {
  const { queues } = await client.control.organization();
  const [first, , third] = queues;
  expect((await page(`routing/queues?id=${third?.id}&id=${first?.id}`)).entities).toEqual([first, third]);
  expect((await page('routing/queues')).total).toBe(12);
});

test('a form has two published versions under one context, and the latest alone when asked', async () => {
  const { evaluationForms } = await client.control.organization();
  const all = await page('quality/publishedforms/evaluations?pageSize=100');
  const latest = await page('quality/publishedforms/evaluations?pageSize=100&onlyLatestPerContext=true');
  expect([all.total, latest.total]).toEqual([10, 5]);
  expect(latest.entities).toEqual(
    evaluationForms.map(({ id, name }) => ({ id: expect.any(String), contextId: id, name, published: true }))
  );
  const found = await client.aggregates({ groupBy: ['formId'] });
  expect(new Set(found.map(({ group }) => group.formId))).toEqual(new Set(idsOf(all)));
});

test('deleted users are missing unless they are asked for, evaluations of theirs are not', async () => {
  const other = await TestClient.start({ agents: 140, deletedUsers: 20 });
  const totalOf = async (state: string): Promise<number> => (await page(`users?pageSize=1${state}`, other)).total;
  const [standard, active, deleted, inactive, any] = [
    await totalOf(''),
    await totalOf('&state=active'),
    await totalOf('&state=deleted'),
    await totalOf('&state=inactive'),
    await totalOf('&state=any'),
  ];
  const [gone] = (await page('users?pageSize=1&state=deleted', other)).entities;
  const byId = await Promise.all(['', '&state=any'].map((state) => page(`users?id=${gone?.id}${state}`, other)));
  const [groups, all] = [
    await other.aggregates({ groupBy: ['userId'] }),
    await client.aggregates({ groupBy: ['userId'] }),
  ];
  await other.close();
  expect(deleted).toBeGreaterThan(8);
  expect(deleted).toBeLessThan(58);
  expect([standard, active, inactive, any]).toEqual([148 - deleted, 148 - deleted, 0, 148]);
  expect(byId.map(({ entities }) => entities)).toEqual([[], [gone]]);
  expect(gone).toMatchObject({ state: 'deleted' });
  expect(groups).toEqual(all);
});

test.each([
  { path: 'users?pageSize=101', message: 'pageSize must be a whole number from 1 to 100, got 101.' },
  { path: 'users?pageNumber=0', message: 'pageNumber must be a whole number from 1' },
  { path: 'users?pageSize=', message: 'pageSize must be a whole number from 1 to 100, got nothing.' },
  { path: 'users?name=a', message: 'Unknown query parameter name; known are id, pageSize, pageNumber, state.' },
  { path: 'users?state=asleep', message: 'state must be one of active, inactive, deleted, any, got asleep.' },
  { path: 'routing/queues?state=any', message: 'Unknown query parameter state' },
  { path: 'users?pageSize=1&pageSize=2', message: 'Query parameter pageSize is given more than once.' },
  { path: 'users?id=', message: 'id must be given at most 100 times and never be empty.' },
  {
    path: `users?${Array.from({ length: 101 }, (_, index) => `id=${index}`).join('&')}`,
    message: 'id must be given at most 100 times',
  },
  { path: 'routing/queues?pageSize=many', message: 'pageSize must be' },
  { path: 'quality/publishedforms/evaluations?id=a', message: 'Unknown query parameter id' },
  {
    path: 'quality/publishedforms/evaluations?onlyLatestPerContext=1',
    message: 'onlyLatestPerContext must be true or',
  },
])('$message', async ({ path, message }) => {
  const response = await client.get(`/api/v2/${path}`);
  expect(response.status).toBe(400);
  expect((await response.json()).message).toContain(message);
});
