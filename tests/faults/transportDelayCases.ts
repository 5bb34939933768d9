import { setInterval as ticks } from 'node:timers/promises';

import { until } from '../binary/until';
import type { FaultCase } from './faultCase';
import { ANALYTICS, SCORES, VIEWERS, WORKDAY } from './outage';
import { AGGREGATES, METRICS, raw, simulated } from './outages';
import { answerBytes, metricsRows } from './rawAnswers';
import type { Reaction } from './rawUpstream';

const TIMED_OUT = /^Genesys Cloud did not answer (GET|POST) \S+ (within 30s|in time: the network gave up)$/;
const AFTER_30_S = 'The error, with status 504, after 30 seconds; everybody waits for the same request.';

/** Half of an answer, and the rest byte by byte, too slowly for the time-out. */
const drip: Reaction = (socket) => {
  const bytes = answerBytes(JSON.stringify(metricsRows()));
  let sent = bytes.length - 200;
  socket.write(bytes.subarray(0, sent));
  void (async () => {
    for await (const _ of ticks(500)) {
      if (socket.destroyed || sent >= bytes.length) {
        return;
      }
      socket.write(bytes.subarray(sent, (sent += 1)));
    }
  })();
};

/** Everything is slow, and nothing is wrong: who looks waits, and all for one question. */
const slow: FaultCase = {
  name: 'a slow answer',
  given: 'An answer takes three seconds.',
  served: `All numbers, three seconds later, to ${VIEWERS} viewers.`,
  mostCalls: 2,
  recovery: 'None is needed.',
  run: async (scene) => {
    const upstream = await scene.simulated();
    const grafana = await scene.grafana(upstream);
    await upstream.control.addFault({ path: 'metrics', kind: 'slow', delayMs: 3000 });
    for (const answer of await grafana.dashboard(Array.from({ length: VIEWERS }, () => WORKDAY))) {
      await upstream.expectTruth(WORKDAY, answer);
    }
  },
};

/** The network holds its breath, for less than a time-out. */
const partition: FaultCase = {
  name: 'a network that stalls',
  given: 'In the middle of the question the network stops, and goes on when everybody waits.',
  served: 'All numbers, as soon as the network goes on.',
  mostCalls: 2,
  recovery: 'None is needed.',
  run: async (scene) => {
    const upstream = await scene.simulated();
    const grafana = await scene.grafana(upstream);
    upstream.wire.freeze();
    let answered = false;
    const looks = grafana.dashboard(Array.from({ length: VIEWERS }, () => WORKDAY)).finally(() => (answered = true));
    await until('the token is asked for', async () => upstream.wire.sent.includes('/oauth/token') || undefined);
    expect(answered).toBe(false);
    upstream.wire.thaw();
    for (const answer of await looks) {
      await upstream.expectTruth(WORKDAY, answer);
    }
  },
};

/** A connection that was kept for the next request is closed by the other side: nobody's fault, and nobody's error. */
function keptConnectionDies(analytics: boolean): FaultCase {
  return {
    name: `a kept connection that dies${analytics ? ' (Analytics)' : ''}`,
    given: 'A connection that has served is reset before the next question.',
    served: 'All numbers; the question is sent on a new connection.',
    // The second question, and once more if the dead connection took it.
    mostCalls: analytics ? 3 : 2,
    recovery: 'None is needed.',
    run: async (scene) => {
      const upstream = await scene.simulated();
      const grafana = await scene.grafana(upstream, { jsonData: analytics ? ANALYTICS : {} });
      await upstream.expectTruth(WORKDAY, await grafana.panel(WORKDAY));
      await scene.count();
      upstream.wire.breakConnections();
      const shorter = { ...WORKDAY, to: WORKDAY.to.replace('T17', 'T16') };
      await upstream.expectTruth(shorter, await grafana.panel(shorter));
    },
  };
}

/** An answer that nobody has asked for must not be taken for that of the next question. */
const answersTooMany: FaultCase = {
  name: 'an answer too many',
  given: 'After each answer another one follows on the connection, with other numbers.',
  served: 'The numbers of the first; the second is taken for no answer at all.',
  mostCalls: 3,
  recovery: 'The next question has numbers of its own.',
  run: async (scene) => {
    const upstream = await scene.raw();
    const grafana = await scene.grafana(upstream);
    upstream.script = {
      [METRICS]: (socket) => {
        const others = metricsRows().map((row) => ({ ...row, entityId: `wrong-${String(row.entityId)}` }));
        const [right, wrong] = [answerBytes(JSON.stringify(metricsRows())), answerBytes(JSON.stringify(others))];
        socket.write(Buffer.concat([right, wrong]));
      },
    };
    await upstream.expectTruth(SCORES, await grafana.panel(SCORES));
    const shorter = { ...SCORES, to: SCORES.to.replace('T17', 'T16') };
    await upstream.expectTruth(shorter, await grafana.panel(shorter));
  },
};

export const transportDelayCases: FaultCase[] = [
  simulated(
    { kind: 'hang' },
    {
      name: 'no answer',
      given: 'The question arrives, and no answer comes.',
      status: 504,
      says: TIMED_OUT,
      served: AFTER_30_S,
    }
  ),
  raw(
    {
      [AGGREGATES]: (socket) =>
        void socket.write(answerBytes('{"results":[', { headers: { 'Content-Length': '500' } })),
    },
    {
      name: 'an answer that stops (Analytics)',
      given: 'The aggregates stop in the middle, and the connection stays open.',
      jsonData: ANALYTICS,
      status: 504,
      says: TIMED_OUT,
      served: AFTER_30_S,
    }
  ),
  raw(
    { [METRICS]: drip },
    {
      name: 'a drip',
      given: 'The answer comes byte by byte, without an end in sight.',
      status: 504,
      says: TIMED_OUT,
      served: AFTER_30_S,
    }
  ),
  slow,
  partition,
  keptConnectionDies(false),
  answersTooMany,
];
