import type { PluginAnswer } from '../../preview/host/plugin';
import type { Panel } from '../binary/replica';
import { until } from '../binary/until';
import type { FaultCase } from './faultCase';
import { FROM_ALERT, type Grafana } from './grafana';
import type { Scene } from './scene';
import type { Upstream } from './upstream';

const DAY_MS = 24 * 60 * 60 * 1000;
const HOUR_MS = DAY_MS / 24;
const YESTERDAY = Math.floor(Date.now() / DAY_MS) * DAY_MS - DAY_MS;

/** The settings of the other dialect. */
export const ANALYTICS = { api: 'analytics' };

/** Yesterday's working day by agent: settled, and on the machine's own time. */
export const WORKDAY: Panel = {
  from: new Date(YESTERDAY + 8 * HOUR_MS).toISOString(),
  to: new Date(YESTERDAY + 17 * HOUR_MS).toISOString(),
  json: { groupBy: ['agent'], minimumCount: 0 },
};

/** The same without the pass rate, which the hand-written aggregates do not have. */
export const SCORES: Panel = { ...WORKDAY, json: { ...WORKDAY.json, metrics: ['averageScore', 'count'] } };

export const VIEWERS = 10;

/** Looks one after the other while it is broken. They must wait the back-off out, which is rarely so short that one asks. */
const LATER_LOOKS = 5;

/** A fault from which nothing but an error can come: nothing was known before. */
export interface Outage<One extends Upstream> extends Pick<FaultCase, 'name' | 'given'> {
  upstream: (scene: Scene) => Promise<One>;
  panel: Panel;
  jsonData?: Record<string, unknown>;
  /** Breaks it, before anybody has looked. */
  strike: (upstream: One) => Promise<unknown> | void;
  /** Mends it. */
  lift: (upstream: One) => Promise<unknown> | void;
  /** The status that Grafana shows, and what the message must say. */
  status: number;
  says: RegExp;
  /** What the table says that a panel is served; the status and an example of the message when left out. */
  served?: string;
  mostCalls: number;
  recovery?: string;
  /** What else must be so while it is broken. */
  meanwhile?: (upstream: One, grafana: Grafana) => Promise<void> | void;
}

/** A case in which everybody, alert rules too, gets the error with its reason, and the right numbers when it is over. */
export function outage<One extends Upstream>(outage: Outage<One>): FaultCase {
  const { name, given, status, mostCalls } = outage;
  return {
    name,
    given,
    mostCalls,
    served: outage.served ?? `The error, with status ${status}, to ${VIEWERS} viewers and an alert rule.`,
    recovery: outage.recovery ?? 'The next look after the back-off has all numbers.',
    run: async (scene) => {
      const upstream = await outage.upstream(scene);
      const grafana = await scene.grafana(upstream, { jsonData: outage.jsonData });
      await scene.count();
      await outage.strike(upstream);
      const viewers = grafana.dashboard(Array.from({ length: VIEWERS }, () => outage.panel));
      const rule = grafana.panel(outage.panel, FROM_ALERT);
      for (const answer of [...(await viewers), await rule]) {
        expectError(answer, status, outage.says);
      }
      for (let look = 0; look < LATER_LOOKS; look += 1) {
        expectError(await grafana.panel(outage.panel), status, outage.says);
      }
      await outage.meanwhile?.(upstream, grafana);
      await outage.lift(upstream);
      await expectRecovery(upstream, grafana, outage.panel);
    },
  };
}

/** An error and nothing else: no frame that a panel or a rule could take for numbers. */
export function expectError(answer: PluginAnswer, status: number, says: RegExp): void {
  expect(answer).toEqual({ status, frames: [], error: expect.stringMatching(says), errorSource: 'downstream' });
}

/** Looks until the panel is answered; what comes then must be the truth, at once and to a rule too. */
export async function expectRecovery(upstream: Upstream, grafana: Grafana, panel: Panel): Promise<void> {
  let last = 'nothing';
  const answer = await until(
    'the panel is answered',
    async () => {
      const look = await grafana.panel(panel);
      last = look.error ?? JSON.stringify(look.frames[0]?.schema?.meta);
      return look.error === undefined && look.frames[0]?.schema?.meta?.custom?.stale === false ? look : undefined;
    },
    () => last
  );
  await upstream.expectTruth(panel, answer);
}
