import type { PluginAnswer } from '../../preview/host/plugin';
import { customOf, noticesOf, tableRows } from '../binary/frames';
import type { Panel } from '../binary/replica';
import { AFTERNOON } from '../binary/started';
import type { Grafana } from './grafana';
import { WORKDAY } from './outage';
import type { Scene } from './scene';
import type { SimulatedUpstream } from './upstream';

const DAY = AFTERNOON.slice(0, 11);

/** A simulator whose clock stands still at 15:20:30 of a day in 2032, until a case moves it. */
export const STANDING = { now: Date.parse(AFTERNOON), speed: 0 };

/** The business day, which starts at 08:00, as far as it has come, by agent. */
export const TODAY: Panel = {
  from: `${DAY}00:00:00Z`,
  to: `${DAY}23:59:59Z`,
  json: { ...WORKDAY.json, timeRange: 'businessDay' },
};

/** What is true from 08:00 to a time of the day, UTC. */
export function todayUntil(time: string): Panel {
  return { from: `${DAY}08:00:00Z`, to: `${DAY}${time}:00Z`, json: WORKDAY.json };
}

/** Sets Genesys Cloud's clock to a time of the day (hh:mm:ss, UTC), and lets the plugin see it, at no calls of the case's. */
export function moveTo(scene: Scene, upstream: SimulatedUpstream, grafana: Grafana, time: string): Promise<void> {
  return scene.uncounted(async () => {
    await upstream.control.setClock({ now: `${DAY}${time}Z` });
    await grafana.takeTime();
  });
}

/** The numbers of now: up to the time of the day, true, and without a word. */
export async function expectCurrent(upstream: SimulatedUpstream, answer: PluginAnswer, to: string): Promise<void> {
  expect(customOf(answer)).toMatchObject({ stale: false, to: todayUntil(to).to });
  expect(noticesOf(answer)).toBe('');
  await upstream.expectTruth(todayUntil(to), answer);
}

/** The very numbers that were known before, with a warning that names their time and the fault. */
export function expectStale(answer: PluginAnswer, known: PluginAnswer, says: RegExp): void {
  expect(tableRows(answer)).toEqual(tableRows(known));
  const { to, asOf } = customOf(known);
  expect(customOf(answer)).toMatchObject({ stale: true, to, asOf });
  expect(noticesOf(answer)).toMatch(/^warning: These numbers are late: they are those of \d\d:\d\d on 19 November/);
  expect(noticesOf(answer)).toMatch(says);
}
