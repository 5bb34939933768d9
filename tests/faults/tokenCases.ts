import type { Fault } from '../../simulator/faults/fault';
import { until } from '../binary/until';
import type { FaultCase } from './faultCase';
import { bystander } from './httpBoundaryCases';
import { ANALYTICS, expectError, expectRecovery, outage, SCORES, VIEWERS, WORKDAY } from './outage';
import { answerBytes, json } from './rawAnswers';
import type { RawUpstream } from './rawUpstream';
import type { SimulatedUpstream } from './upstream';
import * as canary from './canary';

const TOKEN = '/oauth/token';

/** The failed token, two more for later looks after very short back-offs, the good one and the question. */
const CALLS = 5;

interface Refusal {
  name: string;
  given: string;
  fault: Omit<Fault, 'path'>;
  status: number;
  says: RegExp;
  served?: string;
}

const REFUSALS: Refusal[] = [
  {
    name: 'a wrong secret',
    given: 'The token is refused with 401 invalid_client.',
    fault: { kind: 'status', status: 401 },
    status: 401,
    says: /^Genesys Cloud refused the client id or secret \(401 Unauthorized\): invalid_client/,
    served: 'The error, with status 401, which says what to check and repeats no secret.',
  },
  {
    name: 'a grant that is not allowed',
    given: 'The token is refused with 400 invalid_request.',
    fault: { kind: 'status', status: 400 },
    status: 401,
    says: /^Genesys Cloud refused the client id or secret \(400 Bad Request\): invalid_request/,
  },
  {
    name: 'a token service that is down',
    given: 'The token is answered 503.',
    fault: { kind: 'status', status: 503 },
    status: 502,
    says: /^Genesys Cloud answered 503 Service Unavailable to POST \/oauth\/token/,
  },
  {
    name: 'a token service that is busy',
    given: 'The token is answered 429 with "Retry-After: 1".',
    fault: { kind: 'status', status: 429, retryAfter: 1 },
    status: 429,
    says: /^Genesys Cloud (answered 429 Too Many Requests to POST \/oauth\/token|asked for a pause)/,
  },
  {
    name: 'a page instead of a token',
    given: 'The token is answered 200 with a login page.',
    fault: { kind: 'html' },
    status: 502,
    says: /^the answer to POST \/oauth\/token cannot be used: it is text\/html, not JSON/,
  },
  {
    name: 'no token in time',
    given: 'The token is asked for, and no answer comes.',
    fault: { kind: 'hang' },
    status: 504,
    says: /^Genesys Cloud did not answer POST \/oauth\/token (within 30s|in time: the network gave up)$/,
    served: 'The error, with status 504, after 30 seconds; everybody waits for the same request.',
  },
];

const unusable: Array<{ name: string; given: string; token: Record<string, unknown> }> = [
  {
    name: 'an answer without a token',
    given: 'The token endpoint answers 200 with an object that holds no token.',
    token: { token_type: 'bearer', expires_in: 3600 },
  },
  {
    name: 'a token that breaks lines',
    given: 'The token holds a line break and a header of its own.',
    token: { access_token: `${canary.TOKEN}\r\nX-Injected: 1`, token_type: 'bearer', expires_in: 3600 },
  },
  {
    name: 'a token that has expired',
    given: 'The token has -1 seconds to live.',
    token: { access_token: canary.TOKEN, token_type: 'bearer', expires_in: -1 },
  },
];

/** The secret must not follow a redirect. */
const redirected: FaultCase = {
  name: 'a redirect of the token',
  given: 'The token endpoint answers 307, to another host.',
  served: 'The error, with status 502, which names the host; the secret does not go there.',
  mostCalls: CALLS,
  recovery: 'The next look after the back-off has all numbers.',
  run: async (scene) => {
    const [upstream, other] = [await scene.raw(), await bystander(scene)];
    const grafana = await scene.grafana(upstream);
    const headers = { Location: `${other.url}/oauth/token` };
    upstream.script = {
      [TOKEN]: (socket) => void socket.write(answerBytes('', { status: '307 Temporary Redirect', headers })),
    };
    const says = new RegExp(`to POST ${TOKEN}, a redirect to ${other.url}/oauth/token: redirects are not followed`);
    expectError(await grafana.panel(SCORES), 502, says);
    upstream.script = {};
    await expectRecovery(upstream, grafana, SCORES);
    expect(other.heard).toEqual([]);
  },
};

/** A token that is taken back is replaced before anybody notices. */
const revoked: FaultCase = {
  name: 'a token that is revoked (Analytics)',
  given: 'All tokens are revoked between two questions.',
  served: 'All numbers: the question is sent once more, its body too, with a new token.',
  // The question twice, and the token; the names of the agents are known.
  mostCalls: 3,
  recovery: 'None is needed.',
  run: async (scene) => {
    const upstream = await scene.simulated();
    const grafana = await scene.grafana(upstream, { jsonData: ANALYTICS });
    await upstream.expectTruth(WORKDAY, await grafana.panel(WORKDAY));
    await scene.count();
    await upstream.control.revokeTokens();
    const shorter = { ...WORKDAY, to: WORKDAY.to.replace('T17', 'T16') };
    for (const answer of await grafana.dashboard(Array.from({ length: VIEWERS }, () => shorter))) {
      await upstream.expectTruth(shorter, answer);
    }
    const { requests, reads } = await upstream.control.state();
    expect(requests).toMatchObject({ token: 2, unauthorized: 1 });
    const [first, second] = reads.filter(({ endpoint }) => endpoint === 'evaluationAggregates').slice(-2);
    expect(second?.body).toBe(first?.body);
    expect(second?.status).toBe(200);
  },
};

/** A life of a second: the token is replaced all the time, and no question ever carries a dead one. */
const shortLived: FaultCase = {
  name: 'a token that lives a second',
  given: 'Every token lives for one second.',
  served: 'All numbers; each token serves for half its life, and no question is refused.',
  // Three tokens; and in each half second at most three questions, a quarter of a second apart.
  mostCalls: 3 + 3 * 3,
  recovery: 'None is needed.',
  run: async (scene) => {
    const upstream = await scene.simulated({ tokenLifetime: 1 });
    const grafana = await scene.grafana(upstream);
    let hours = 0;
    await until('three tokens have served', async () => {
      hours += 1;
      const panel = { ...WORKDAY, from: new Date(Date.parse(WORKDAY.from) - hours * 3_600_000).toISOString() };
      await upstream.expectTruth(panel, await grafana.panel(panel));
      return (await upstream.control.state()).requests.token >= 3 || undefined;
    });
    expect((await upstream.control.state()).requests.unauthorized).toBe(0);
  },
};

export const tokenCases: FaultCase[] = [
  ...REFUSALS.map(({ fault, ...refusal }) =>
    outage<SimulatedUpstream>({
      ...refusal,
      upstream: (scene) => scene.simulated(),
      panel: WORKDAY,
      strike: ({ control }) => control.addFault({ path: 'token', ...fault }),
      lift: ({ control }) => control.clearFaults(),
      mostCalls: CALLS,
    })
  ),
  ...unusable.map(({ name, given, token }) =>
    outage<RawUpstream>({
      name,
      given,
      served: 'The error, with status 502; no question is sent.',
      upstream: (scene) => scene.raw(),
      panel: SCORES,
      strike: (upstream) => void (upstream.script = { [TOKEN]: json(token) }),
      meanwhile: (upstream) => void expect(upstream.asked('/api/')).toEqual([]),
      lift: (upstream) => void (upstream.script = {}),
      status: 502,
      says: /^Genesys Cloud's answer to POST \/oauth\/token cannot be used: (it holds no usable access token|its token )/,
      mostCalls: CALLS,
    })
  ),
  redirected,
  revoked,
  shortLived,
];
