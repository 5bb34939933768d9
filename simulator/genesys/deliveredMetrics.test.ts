import { TestClient, TODAY } from '../testClient';

let client: TestClient;

/** Without agents of its own: every number is that of the evaluations that a test adds. */
beforeEach(async () => {
  client = await TestClient.start({ agents: 0 });
});

afterEach(() => client.close());

const WINDOW = '2026-03-02T16:00:00Z';

async function countAt(now: string): Promise<number> {
  await client.control.setClock({ now });
  const [row] = await client.metrics();
  return row?.metrics.count?.value ?? 0;
}

test('added evaluations give exactly the numbers worked out by hand', async () => {
  const at = { submittedAt: '2026-03-02T09:01:00Z' };
  await client.control.addEvaluations([
    { ...at, agentId: 'three', score: 80, passed: true },
    { ...at, agentId: 'three', score: 85.5, passed: true },
    { ...at, agentId: 'three', score: 90.2, passed: false },
    { ...at, agentId: 'two', score: 85.2, passed: false },
    { ...at, agentId: 'two', score: 85.3, passed: false },
  ]);
  await client.control.rename('two', 'Agent Two');
  expect(await client.metrics()).toEqual([
    {
      entityId: 'three',
      entityName: 'three',
      // 255.7 / 3 = 85.23, 2 of 3 passed
      metrics: {
        averageScore: { value: 85.2, unit: 'percentage' },
        count: { value: 3 },
        passRate: { value: 66.7, unit: 'percentage' },
      },
    },
    {
      entityId: 'two',
      entityName: 'Agent Two',
      // 85.25, half a tenth goes up
      metrics: {
        averageScore: { value: 85.3, unit: 'percentage' },
        count: { value: 2 },
        passRate: { value: 0, unit: 'percentage' },
      },
    },
  ]);
});

test('the range is half open', async () => {
  await client.control.addEvaluations([
    { agentId: 'a', score: 80, submittedAt: '2026-03-02T08:59:59.999Z' },
    { agentId: 'a', score: 81, submittedAt: '2026-03-02T09:00:00Z' },
    { agentId: 'a', score: 83, submittedAt: '2026-03-02T09:14:59.999Z' },
    { agentId: 'a', score: 90, submittedAt: '2026-03-02T09:15:00Z' },
  ]);
  const [row] = await client.metrics({ startTime: '2026-03-02T09:00:00Z', endTime: '2026-03-02T09:15:00Z' });
  expect(row?.metrics).toMatchObject({ averageScore: { value: 82 }, count: { value: 2 } });
});

test('an interaction with two skills counts under both', async () => {
  const skillIds = ['a', 'b'];
  await client.control.addEvaluations([{ agentId: 'x', skillIds, score: 80, submittedAt: TODAY.startTime }]);
  const rows = await client.metrics({ groupBy: 'skill' });
  expect(rows.map(({ entityId, metrics }) => [entityId, metrics.count?.value])).toEqual([
    ['a', 1],
    ['b', 1],
  ]);
});

test('a window’s evaluations appear when its batch arrives, within a minute after its end', async () => {
  await client.control.addEvaluations([{ agentId: 'a', score: 80, submittedAt: '2026-03-02T16:03:00Z' }]);
  expect(await countAt('2026-03-02T16:15:00Z')).toBe(0);
  expect(await countAt('2026-03-02T16:16:00Z')).toBe(1);
});

test('a delayed window appears as much later as it was delayed', async () => {
  await client.control.addEvaluations([{ agentId: 'a', score: 80, submittedAt: '2026-03-02T16:03:00Z' }]);
  expect(await client.control.delay(WINDOW, 25)).toEqual({ deliveredAt: '2026-03-02T16:40:00.000Z' });
  expect(await countAt('2026-03-02T16:39:59Z')).toBe(0);
  expect(await countAt('2026-03-02T16:40:00Z')).toBe(1);
});

test('an evaluation can arrive on its own, and a rescored one takes the place of the old', async () => {
  const evaluation = { id: 'e', agentId: 'a', submittedAt: '2026-03-02T09:01:00Z' };
  await client.control.addEvaluations([{ ...evaluation, score: 60, deliveredAt: '2026-03-02T16:30:00Z' }]);
  expect(await countAt('2026-03-02T16:29:59Z')).toBe(0);
  expect(await countAt('2026-03-02T16:30:00Z')).toBe(1);
  await client.control.addEvaluations([{ ...evaluation, score: 100 }]);
  const [row] = await client.metrics();
  expect(row?.metrics).toMatchObject({ averageScore: { value: 100 }, count: { value: 1 }, passRate: { value: 100 } });
});

test('passing follows the form’s mark when it is not said', async () => {
  const { evaluationForms } = await client.control.organization();
  const [form] = evaluationForms;
  const marks = { evaluationFormId: form?.id, submittedAt: TODAY.startTime };
  await client.control.addEvaluations([
    { ...marks, agentId: 'fails', score: (form?.passMark ?? NaN) - 0.1 },
    { ...marks, agentId: 'passes', score: form?.passMark ?? NaN },
  ]);
  const rows = await client.metrics({ metrics: 'passRate' });
  expect(rows.map(({ entityId, metrics }) => [entityId, metrics.passRate?.value])).toEqual([
    ['fails', 0],
    ['passes', 100],
  ]);
});

test('a new name is in every answer from then on, past ranges included', async () => {
  await client.control.addEvaluations([{ agentId: 'a', score: 80, submittedAt: '2026-02-20T09:00:00Z' }]);
  const past = { startTime: '2026-02-20T00:00:00Z', endTime: '2026-02-21T00:00:00Z' };
  await client.control.rename('a', 'First Name');
  expect((await client.metrics(past))[0]?.entityName).toBe('First Name');
  await client.control.rename('a', 'Second Name');
  expect((await client.metrics(past))[0]?.entityName).toBe('Second Name');
});
