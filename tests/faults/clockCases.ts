import { customOf, noticesOf } from '../binary/frames';
import type { Panel } from '../binary/replica';
import { until } from '../binary/until';
import { daylightCases } from './daylightCases';
import type { FaultCase } from './faultCase';
import { expectCurrent, moveTo, STANDING, TODAY } from './liveDay';
import { SCORES, WORKDAY } from './outage';
import { METRICS } from './outages';
import { answerBytes, metricsRows, type AnswerOptions } from './rawAnswers';
import type { Scene } from './scene';

const MINUTE_MS = 60_000;
const WINDOW_MS = 15 * MINUTE_MS;

/** The end of the newest window that may be asked for. */
const askableEnd = (now: number): number => Math.floor((now - MINUTE_MS) / WINDOW_MS) * WINDOW_MS;

/** The last six hours by a clock, as a dashboard shows them. */
const lastHours = (now: number): Panel => ({
  from: new Date(now - 6 * 60 * MINUTE_MS).toISOString(),
  to: new Date(now).toISOString(),
  json: SCORES.json,
});

/** This machine's clock differs from Genesys Cloud's: whose windows they are decides what may be asked. */
interface Skew {
  name: string;
  given: string;
  served: string;
  /** Genesys Cloud's clock less ours, in milliseconds. */
  aheadMs: number;
  status: 'OK' | 'ERROR';
  says: RegExp;
}

function skewed({ name, given, served, aheadMs, status, says }: Skew): FaultCase {
  return {
    name,
    given,
    served,
    // A token and the questions: yesterday's, and that of the last hours, twice when a window opens meanwhile.
    mostCalls: 4,
    recovery: 'None is needed: the clock is corrected from the first answer on.',
    run: async (scene) => {
      const upstream = await scene.simulated({ now: Date.now() + aheadMs, speed: 1 });
      const grafana = await scene.grafana(upstream);
      // The first answer shows the clock.
      await upstream.expectTruth(WORKDAY, await grafana.panel(WORKDAY));
      const before = askableEnd(Date.now() + aheadMs);
      const answer = await grafana.panel(lastHours(Date.now()));
      const after = askableEnd(Date.now() + aheadMs);
      expect(answer.error).toBeUndefined();
      const end = Date.parse(customOf(answer).to);
      expect([before, after]).toContain(end);
      await scene.uncounted(async () => {
        const health = await grafana.health();
        expect(health).toMatchObject({ status, message: expect.stringMatching(says) });
      });
    },
  };
}

/** A Date that must not be believed: the last hours are asked by our own clock. */
function unbelievable(name: string, given: string, headers: () => AnswerOptions['headers']): FaultCase {
  return {
    name,
    given,
    served: 'All numbers, by our own clock.',
    // A token and the question, twice when a window opens meanwhile.
    mostCalls: 3,
    recovery: 'None is needed.',
    run: async (scene) => {
      const upstream = await scene.raw();
      const grafana = await scene.grafana(upstream);
      upstream.script = {
        [METRICS]: (socket) => void socket.write(answerBytes(JSON.stringify(metricsRows()), { headers: headers() })),
      };
      await grafana.panel(lastHours(Date.now()));
      const ends = [askableEnd(Date.now())];
      const answer = await grafana.panel(lastHours(Date.now()));
      ends.push(askableEnd(Date.now()));
      await upstream.expectTruth(SCORES, answer);
      expect(noticesOf(answer)).toBe('');
      expect(ends).toContain(Date.parse(customOf(answer).to));
    },
  };
}

/** Genesys Cloud's clock jumps while the day is being watched. */
function jump(name: string, given: string, to: string, window: string): FaultCase {
  return {
    name,
    given,
    served: `The numbers up to ${window}, and none beyond.`,
    mostCalls: 2,
    recovery: 'None is needed: windows follow the clock of Genesys Cloud.',
    run: async (scene) => {
      const upstream = await scene.simulated({ ...STANDING, tokenLifetime: 172_800 });
      const grafana = await scene.grafana(upstream);
      await grafana.takeTime();
      await expectCurrent(upstream, await grafana.panel(TODAY), '15:15');
      await moveTo(scene, upstream, grafana, to);
      await scene.count();
      await expectCurrent(upstream, await grafana.panel(TODAY), window);
      // A question about the future would be refused.
      const { questions } = await upstream.control.state();
      expect(questions.at(-1)?.status).toBe(200);
    },
  };
}

/** The answer takes so long that the next window opens meanwhile. */
const windowOpens: FaultCase = {
  name: 'a window that opens while Genesys Cloud answers',
  given: 'A question of 15:20 is answered at 15:32.',
  served: 'What was asked for, the numbers up to 15:15; and at once after that those of 15:30.',
  mostCalls: 2,
  recovery: 'The late answer does not keep the new window from being asked.',
  run: async (scene: Scene) => {
    const upstream = await scene.simulated(STANDING);
    const grafana = await scene.grafana(upstream);
    await grafana.takeTime();
    await scene.count();
    await upstream.control.addFault({ path: 'metrics', kind: 'hang', times: 1 });
    const early = grafana.panel(TODAY);
    await until('the question hangs', async () => {
      const { questions } = await upstream.control.state();
      return questions.some(({ status }) => status === null) || undefined;
    });
    await upstream.control.setClock({ now: '2032-11-19T15:32:00Z' });
    await upstream.control.clearFaults();
    await expectCurrent(upstream, await early, '15:15');
    // The late answer's Date is of when it was asked for; the next one tells the time.
    await scene.uncounted(() => grafana.takeTime());
    await expectCurrent(upstream, await grafana.panel(TODAY), '15:30');
  },
};

export const clockCases: FaultCase[] = [
  skewed({
    name: 'a clock that is 90 seconds behind',
    given: "This machine's clock is 90 seconds behind Genesys Cloud's.",
    served: 'All numbers, in the windows of Genesys Cloud; the health check warns.',
    aheadMs: 90_000,
    status: 'OK',
    says: /Warning: this machine's clock is 1m(29|30|31)s behind Genesys Cloud's; it is corrected for/,
  }),
  skewed({
    name: 'a clock that is ten minutes ahead',
    given: "This machine's clock is ten minutes ahead of Genesys Cloud's.",
    served: 'All numbers, in the windows of Genesys Cloud; the health check fails.',
    aheadMs: -600_000,
    status: 'ERROR',
    says: /^this machine's clock is (9m59s|10m0s|10m1s) ahead of Genesys Cloud's: set it right/,
  }),
  unbelievable('no Date', 'Answers have no Date.', () => ({ Date: undefined })),
  unbelievable('a Date from a cache', 'A proxy adds an Age to answers whose Date is an hour old.', () => ({
    Date: new Date(Date.now() - 60 * MINUTE_MS).toUTCString(),
    Age: '3600',
  })),
  jump('a clock that is set back', "At 15:20 Genesys Cloud's clock is set back to 14:20.", '14:20:30', '14:15'),
  jump('a clock that jumps', "At 15:20 Genesys Cloud's clock jumps to 19:02.", '19:02:30', '19:00'),
  windowOpens,
  ...daylightCases,
];
