import type { PluginAnswer } from '../../preview/host/plugin';
import type { Fault } from '../../simulator/faults/fault';
import type { Simulator } from '../../simulator/simulator';
import { expectNumbers, group } from './expected';
import { noticesOf, tableRows } from './frames';
import type { Panel } from './replica';
import { Started } from './started';
import { until } from './until';

/** A day that is over, whatever the machine's clock says: the health check wants that clock to be Genesys'. */
const PANEL: Panel = {
  from: '2026-03-02T08:00:00Z',
  to: '2026-03-02T17:00:00Z',
  json: { groupBy: ['agent'], minimumCount: 0 },
};

const started = new Started();
afterEach(() => started.end());

/** A simulator on the machine's time, whose newest window has evaluations at any hour. */
async function simulatorOfNow(): Promise<Simulator> {
  const simulator = await started.simulator({ now: undefined, speed: 1 });
  const { agents } = await simulator.control.organization();
  const { now } = await simulator.control.state();
  const minutesAgo = (minutes: number) => new Date(Date.parse(now) - minutes * 60_000).toISOString();
  await simulator.control.addEvaluations(
    [45, 30, 15, 0].map((minutes) => ({
      agentId: agents[0]?.id ?? '',
      score: 80,
      submittedAt: minutesAgo(minutes),
      deliveredAt: minutesAgo(minutes),
    }))
  );
  return simulator;
}

/** The panel's numbers must be those of the raw evaluations. */
async function expectPanel(simulator: Simulator, answer: PluginAnswer): Promise<void> {
  const expected = group(await simulator.control.evaluations({ from: PANEL.from, to: PANEL.to }), 'agent');
  const rows = tableRows(answer);
  expect([...rows.keys()].sort()).toEqual([...expected.keys()].sort());
  for (const [id, { evaluations }] of expected) {
    expectNumbers(rows.get(id)?.numbers, evaluations);
  }
}

interface Case {
  name: string;
  fault: Fault;
  /** The query's status. */
  status: number;
  /** What the query's and the health check's messages must say. */
  says: RegExp;
}

const metrics = (fault: Omit<Fault, 'path'>): Fault => ({ path: 'metrics', ...fault });
const answered = (status: string) =>
  new RegExp(`^Genesys Cloud answered ${status} to \\w+ /\\S+: .*contextId [0-9a-f-]{36}`);
const NOT_JSON =
  /^the answer to \w+ \/\S+ cannot be used: it is text\/html, not JSON, and may come from a proxy or a login page/;
const BROKE_OFF = /^Genesys Cloud's answer to GET \/api\/v2\/quality\/metrics broke off before its end$/;
const row = (what: string) => new RegExp(`^Genesys Cloud's answer to GET \\S+ cannot be used: row \\d+: ${what}$`);

const CASES: Case[] = [
  {
    name: 'a token refused',
    fault: { path: 'token', kind: 'status', status: 401 },
    status: 401,
    says: /^Genesys Cloud refused the client id or secret \(401 Unauthorized\).*check in the data source settings/,
  },
  {
    name: 'a token service that is down',
    fault: { path: 'token', kind: 'status', status: 503 },
    status: 502,
    says: answered('503 Service Unavailable'),
  },
  { name: 'a page instead of a token', fault: { path: 'token', kind: 'html' }, status: 502, says: NOT_JSON },
  {
    name: 'no permission',
    fault: metrics({ kind: 'status', status: 403 }),
    status: 403,
    says: answered('403 Forbidden'),
  },
  {
    name: 'no such API',
    fault: metrics({ kind: 'status', status: 404 }),
    status: 404,
    says: answered('404 Not Found'),
  },
  {
    name: 'too many requests',
    fault: metrics({ kind: 'status', status: 429, retryAfter: 1 }),
    status: 429,
    // Once Genesys has asked for a pause, the other of the two is not even sent.
    says: /^Genesys Cloud (answered 429 Too Many Requests to .*; asking again in 1s|asked for a pause; the next request is possible at )/,
  },
  {
    name: 'an API that is down',
    fault: metrics({ kind: 'status', status: 503 }),
    status: 502,
    says: answered('503 Service Unavailable'),
  },
  { name: 'a page instead of numbers', fault: metrics({ kind: 'html' }), status: 502, says: NOT_JSON },
  { name: 'a body cut short', fault: metrics({ kind: 'truncated' }), status: 502, says: BROKE_OFF },
  { name: 'chunks cut short', fault: metrics({ kind: 'truncated', cut: 'chunked' }), status: 502, says: BROKE_OFF },
  { name: 'half of the JSON', fault: metrics({ kind: 'truncated', cut: 'json' }), status: 502, says: BROKE_OFF },
  {
    name: 'a count without a score',
    fault: metrics({ kind: 'countWithoutScore' }),
    status: 502,
    says: row('averageScore is missing'),
  },
  {
    name: 'a number beyond all bounds',
    fault: metrics({ kind: 'hugeNumber' }),
    status: 502,
    says: row('averageScore is a number out of range'),
  },
  { name: 'a negative count', fault: metrics({ kind: 'negativeCount' }), status: 502, says: row('count is negative') },
  {
    name: 'a score in another unit',
    fault: metrics({ kind: 'wrongUnit' }),
    status: 502,
    says: row('averageScore has the unit "ratio" instead of "percentage"'),
  },
  {
    name: 'an entity twice',
    fault: metrics({ kind: 'duplicateEntity' }),
    status: 502,
    says: row('row \\d+ has the same entityId'),
  },
  {
    name: 'a connection that breaks',
    fault: { path: 'any', kind: 'reset' },
    status: 502,
    says: /^cannot reach 127\.0\.0\.1:\d+: the connection was closed without an answer$/,
  },
  {
    name: 'a redirect',
    fault: metrics({ kind: 'redirect', location: 'https://elsewhere.invalid/login' }),
    status: 502,
    says: /^Genesys Cloud answered 302 Found to .*a redirect to https:\/\/elsewhere\.invalid\/login: redirects are not followed/,
  },
];

test.each(CASES)('$name: a clear error, and the numbers when it is over', async ({ fault, status, says }) => {
  const simulator = await simulatorOfNow();
  const replica = await started.replica(simulator, { storeFolder: await started.folder() });
  await simulator.control.addFault(fault);

  const answer = await replica.answer(PANEL);
  expect(answer).toMatchObject({ status, error: expect.stringMatching(says), errorSource: 'downstream', frames: [] });
  expect(await replica.checkHealth()).toMatchObject({ status: 'ERROR', message: expect.stringMatching(says) });

  await simulator.control.clearFaults();
  // The next try waits for the back-off of the failure.
  const recovered = await until('the query is answered', async () => {
    const again = await replica.answer(PANEL);
    return again.error === undefined ? again : undefined;
  });
  await expectPanel(simulator, recovered);
  await until('the health check is green', async () => (await replica.checkHealth()).status === 'OK' || undefined);
});

test('a wrong secret is said, never shown, and asked for once by all who look', async () => {
  const simulator = await simulatorOfNow();
  const options = { storeFolder: await started.folder(), clientSecret: 'canary-secret' };
  const replica = await started.replica(simulator, options);
  const answers = await replica.answers(Array.from({ length: 10 }, () => PANEL));
  const health = await replica.checkHealth();
  for (const said of [...answers.map(({ error }) => error), health.message]) {
    expect(said).toMatch(/^Genesys Cloud refused the client id or secret \(401 Unauthorized\): invalid_client/);
    expect(said).not.toContain('canary-secret');
  }
  expect((await simulator.control.state()).requests).toMatchObject({ metrics: 0 });
});

test('revoked tokens are replaced without anybody noticing', async () => {
  const simulator = await simulatorOfNow();
  const replica = await started.replica(simulator, { storeFolder: await started.folder() });
  await replica.checkHealth();
  await simulator.control.revokeTokens();
  await expectPanel(simulator, await replica.answer(PANEL));
  expect((await simulator.control.state()).requests).toMatchObject({ token: 2, unauthorized: 1 });
});

test('an empty answer is no data with its reason, and the next window has numbers', async () => {
  const simulator = await started.simulator();
  const replica = await started.replica(simulator, { storeFolder: await started.folder() });
  await replica.takeTime();
  await simulator.control.addFault(metrics({ kind: 'empty' }));
  const today: Panel = { ...PANEL, json: { ...PANEL.json, timeRange: 'businessDay' } };
  const nothing = await replica.answer(today);
  expect(noticesOf(nothing)).toBe(
    'info: There are no evaluations between 2032-11-19 08:00:00 and 2032-11-19 15:15:00 UTC.'
  );
  expect(nothing.frames.map(({ schema }) => schema?.fields)).toEqual([[]]);
  await simulator.control.clearFaults();
  await simulator.control.setClock({ now: '2032-11-19T15:35:30Z' });
  await replica.takeTime();
  expect(tableRows(await replica.answer(today)).size).toBeGreaterThan(0);
});
