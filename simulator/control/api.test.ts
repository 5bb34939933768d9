import { TestClient, TODAY } from '../testClient';

let client: TestClient;

beforeEach(async () => {
  client = await TestClient.start({ agents: 20, timeZone: 'Asia/Tokyo', seed: 3 });
});

afterEach(() => client.close());

test('a fresh state tells the settings and counts nothing', async () => {
  expect(await client.control.state()).toEqual({
    now: '2026-03-02T16:20:00.000Z',
    speed: 0,
    seed: 3,
    timeZone: 'Asia/Tokyo',
    requestsPerMinute: 100,
    tokenLifetime: 3600,
    scopes: ['quality:readonly', 'analytics:readonly'],
    dialects: ['qualityMetrics', 'analytics'],
    requests: {
      token: 0,
      metrics: 0,
      tokensMe: 0,
      evaluationAggregates: 0,
      evaluationSearch: 0,
      users: 0,
      queues: 0,
      publishedForms: 0,
      other: 0,
      writes: 0,
      unaligned: 0,
      unauthorized: 0,
      rateLimited: 0,
      peakPerMinute: 0,
      total: 0,
    },
    questions: [],
    reads: [],
    faults: [],
  });
});

test('every Genesys request is counted once, and what was wrong with it besides', async () => {
  const token = await client.token();
  await client.requestToken({ client_secret: 'wrong' });
  await client.askMetrics({}, token);
  await client.askMetrics({ startTime: '2026-03-02T08:01:00Z' }, token);
  await client.askMetrics({ endTime: '2026-03-02T08:00:00.001Z' }, token);
  await client.askMetrics({}, 'unknown');
  await client.get('/api/v2/tokens/me', token);
  await client.get('/api/v2/groups', token);
  expect((await client.control.state()).requests).toEqual({
    token: 2,
    metrics: 4,
    tokensMe: 1,
    evaluationAggregates: 0,
    evaluationSearch: 0,
    users: 0,
    queues: 0,
    publishedForms: 0,
    other: 1,
    writes: 0,
    unaligned: 2,
    unauthorized: 2,
    rateLimited: 0,
    peakPerMinute: 8,
    total: 8,
  });
});

test('the peak is that of any 60 seconds, not of a calendar minute', async () => {
  for (const now of ['16:20:30', '16:20:59', '16:21:20', '16:21:29', '16:21:30', '16:30:00']) {
    await client.control.setClock({ now: `2026-03-02T${now}Z` });
    await client.requestToken();
  }
  expect((await client.control.state()).requests.peakPerMinute).toBe(4);
});

test('questions are kept as they were sent, with what they were answered', async () => {
  await client.control.setLimits({ requestsPerMinute: 1 });
  const token = await client.token();
  await client.askMetrics({ metrics: 'count,passRate', evaluationFormId: 'x' }, token);
  await client.askMetrics({ groupBy: null, startTime: 'x' }, token);
  expect((await client.control.state()).questions).toEqual([
    {
      ...TODAY,
      groupBy: 'agent',
      metrics: ['count', 'passRate'],
      evaluationFormId: 'x',
      at: '2026-03-02T16:20:00.000Z',
      status: 200,
    },
    expect.objectContaining({ startTime: 'x', groupBy: null, evaluationFormId: null, status: 429 }),
  ]);
});

test('reset forgets counters and questions and keeps the data, unless told otherwise', async () => {
  const agentId = 'added';
  await client.control.addEvaluations([{ agentId, score: 80, submittedAt: TODAY.startTime }]);
  await client.control.rename(agentId, 'Added');
  await client.control.delay('2026-03-02T10:00:00Z', 30);
  const added = async (): Promise<string | undefined> =>
    (await client.metrics()).find(({ entityId }) => entityId === agentId)?.entityName;
  expect(await added()).toBe('Added');
  const { requests, questions } = await client.control.reset();
  expect([requests.total, requests.peakPerMinute, questions]).toEqual([0, 0, []]);
  expect(await added()).toBe('Added');
  await client.control.reset({ dataset: true });
  expect(await added()).toBeUndefined();
});

test('raw evaluations have names and arrival, and can be limited to what has arrived', async () => {
  await client.control.addEvaluations([
    { id: 'e1', agentId: 'a', score: 80, submittedAt: '2030-01-01T00:05:00Z', deliveredAt: '2030-01-01T00:20:00Z' },
  ]);
  await client.control.rename('a', 'Someone');
  const range = { from: '2030-01-01T00:05:00Z', to: '2030-01-01T00:05:01Z' };
  const { queues, skills, evaluationForms, evaluators } = await client.control.organization();
  expect((await client.control.evaluations(range)).filter(({ id }) => id === 'e1')).toEqual([
    {
      id: 'e1',
      agentId: 'a',
      agentName: 'Someone',
      queueId: queues[0]?.id,
      queueName: queues[0]?.name,
      skillIds: [skills[0]?.id],
      skillNames: [skills[0]?.name],
      evaluationFormId: evaluationForms[0]?.id,
      evaluationFormName: evaluationForms[0]?.name,
      evaluatorId: evaluators[0]?.id,
      evaluatorName: evaluators[0]?.name,
      score: 80,
      passed: true,
      submittedAt: '2030-01-01T00:05:00.000Z',
      deliveredAt: '2030-01-01T00:20:00.000Z',
    },
  ]);
  const by = async (deliveredBy: string): Promise<boolean> =>
    (await client.control.evaluations({ ...range, deliveredBy })).some(({ id }) => id === 'e1');
  expect(await by('2030-01-01T00:19:59Z')).toBe(false);
  expect(await by('2030-01-01T00:20:00Z')).toBe(true);
});

test('the organization tells ids, names and kinds', async () => {
  const organization = await client.control.organization();
  expect(organization.agents).toHaveLength(20);
  expect(organization.agents[7]).toEqual({ id: expect.any(String), name: expect.any(String), kind: 'ghost' });
  expect(organization.evaluationForms[0]).toMatchObject({ name: 'Sales Call', passMark: 75 });
});

test('the clock takes an instant and a speed', async () => {
  expect(await client.control.setClock({ now: '2026-07-01T00:00:00Z' })).toMatchObject({
    now: '2026-07-01T00:00:00.000Z',
    speed: 0,
  });
  const { now, speed } = await client.control.setClock({ speed: 3600 });
  expect(speed).toBe(3600);
  expect(Date.parse(now)).toBeGreaterThanOrEqual(Date.parse('2026-07-01T00:00:00Z'));
});
