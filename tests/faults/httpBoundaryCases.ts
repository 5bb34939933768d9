import { createServer } from 'node:http';

import { customOf } from '../binary/frames';
import type { FaultCase } from './faultCase';
import { FROM_ALERT } from './grafana';
import { expectCurrent, expectStale, moveTo, STANDING, TODAY } from './liveDay';
import { ANALYTICS, expectError, expectRecovery, SCORES, VIEWERS, WORKDAY } from './outage';
import type { Reaction } from './rawUpstream';
import { answerBytes } from './rawAnswers';
import type { Scene } from './scene';
import { listening } from './wire';

/** A host that must never hear of us, and what it has heard. */
export async function bystander(scene: Scene): Promise<{ url: string; heard: string[] }> {
  const heard: string[] = [];
  const server = createServer((request, response) => {
    heard.push(`${request.method} ${request.url}`);
    response.end('{}');
  });
  const port = await listening(server, 0);
  scene.add(server, () => new Promise((resolve) => server.close(resolve)));
  return { url: `http://127.0.0.1:${port}`, heard };
}

const redirect =
  (status: string, location: string): Reaction =>
  (socket) =>
    void socket.write(answerBytes('', { status, headers: { Location: `${location}/login?next=1` } }));

/** A redirect must be neither followed nor take the token elsewhere. */
function redirected(analytics: boolean): FaultCase {
  const status = analytics ? '307 Temporary Redirect' : '302 Found';
  return {
    name: analytics ? 'a redirect that keeps the body (Analytics)' : 'a redirect to another host',
    given: `Every question is answered ${status}, to another host.`,
    served: 'The error, with status 502, which names the host; nothing is sent there.',
    mostCalls: analytics ? 5 : 4,
    recovery: 'The next look after the back-off has all numbers.',
    run: async (scene) => {
      const [upstream, other] = [await scene.raw(), await bystander(scene)];
      const grafana = await scene.grafana(upstream, { jsonData: analytics ? ANALYTICS : {} });
      upstream.script = { '/api/v2/': redirect(status, other.url) };
      const says = new RegExp(`${status} to .*a redirect to ${other.url}/login: redirects are not followed`);
      expectError(await grafana.panel(SCORES), 502, says);
      expectError(await grafana.panel(SCORES, FROM_ALERT), 502, says);
      upstream.script = {};
      await expectRecovery(upstream, grafana, SCORES);
      expect(other.heard).toEqual([]);
    },
  };
}

/** Genesys Cloud fails when a new window has become askable: what was known before is shown, and said to be late. */
function failsAtBoundary(analytics: boolean): FaultCase {
  return {
    name: `503 at the next window${analytics ? ' (Analytics)' : ''}`,
    given: 'The numbers of 15:15 are known; from 15:31 on every question is answered 503.',
    served: 'Panels see the numbers of 15:15 with a warning; alert rules until 15:36, and then the error.',
    // At 15:32 and at 15:37, each once more when the back-off was short; then the good one.
    mostCalls: 5,
    recovery: 'The next window brings its own numbers, without a warning.',
    run: async (scene) => {
      const upstream = await scene.simulated(STANDING);
      const grafana = await scene.grafana(upstream, { jsonData: analytics ? ANALYTICS : {} });
      await grafana.takeTime();
      const known = await grafana.panel(TODAY);
      await expectCurrent(upstream, known, '15:15');

      await upstream.control.addFault({ path: 'any', kind: 'status', status: 503 });
      await moveTo(scene, upstream, grafana, '15:32:00');
      await scene.count();
      const late = await grafana.dashboard([TODAY, TODAY]);
      late.forEach((answer) => expectStale(answer, known, /503 Service Unavailable/));
      const [rule] = await grafana.dashboard([TODAY], FROM_ALERT);
      expect(rule?.error).toBeUndefined();

      await moveTo(scene, upstream, grafana, '15:37:00');
      expectError(await grafana.panel(TODAY, FROM_ALERT), 502, /503 Service Unavailable/);
      expectStale(await grafana.panel(TODAY), known, /503 Service Unavailable/);

      await upstream.control.clearFaults();
      await moveTo(scene, upstream, grafana, '15:46:30');
      await expectCurrent(upstream, await grafana.panel(TODAY), '15:45');
    },
  };
}

/** Quality Metrics answers 404 from the start: the data source finds the other API by itself. */
const noSuchApi: FaultCase = {
  name: '404, and the data source may choose',
  given: 'The organization has no Quality Metrics API; `api` is `auto`.',
  served: 'All numbers, from the Analytics API.',
  // A token, the probes of both APIs, the aggregates, the names.
  mostCalls: 5,
  recovery: 'None is needed: later looks do not probe again.',
  run: async (scene) => {
    const upstream = await scene.simulated({ dialects: ['analytics'] });
    const grafana = await scene.grafana(upstream, { jsonData: { api: 'auto' } });
    const answers = await grafana.dashboard(Array.from({ length: VIEWERS }, () => WORKDAY));
    for (const answer of [...answers, await grafana.panel(WORKDAY)]) {
      expect(customOf(answer)).toMatchObject({ dialect: 'analytics', stale: false });
      await upstream.expectTruth(WORKDAY, answer);
    }
  },
};

/** The API that has answered all day goes away. */
const apiGone: FaultCase = {
  name: '404 in the middle of the day',
  given: 'The Quality Metrics API has answered; from the next window on it is 404, and `api` is `auto`.',
  served: 'All numbers, from the Analytics API.',
  // The question, the probes of both APIs, the aggregates; the names are known.
  mostCalls: 4,
  recovery: 'None is needed: the window after it is asked of the Analytics API alone.',
  run: async (scene) => {
    const upstream = await scene.simulated(STANDING);
    const grafana = await scene.grafana(upstream, { jsonData: { api: 'auto' } });
    await grafana.takeTime();
    expect(customOf(await grafana.panel(TODAY))).toMatchObject({ dialect: 'qualityMetrics' });
    await moveTo(scene, upstream, grafana, '15:32:00');
    await scene.count();
    await upstream.control.setDialects(['analytics']);
    const answer = await grafana.panel(TODAY);
    expect(customOf(answer)).toMatchObject({ dialect: 'analytics' });
    await expectCurrent(upstream, answer, '15:30');
  },
};

export const httpBoundaryCases: FaultCase[] = [
  redirected(false),
  redirected(true),
  failsAtBoundary(false),
  failsAtBoundary(true),
  noSuchApi,
  apiGone,
];
