import { dateTimeForTimeZone } from '@grafana/data';

import { type DefaultedSettings } from './defaults';

/** From and to, in milliseconds since 1970. */
export interface MsRange {
  from: number;
  to: number;
}

const MINUTE = 60_000;
/** An hour in milliseconds. */
export const HOUR = 60 * MINUTE;
/** The quarter hour in which Genesys Cloud delivers, in milliseconds. */
export const WINDOW = 15 * MINUTE;
/** A window is askable from its end plus this. */
const SETTLING_IN = MINUTE;

/** The widths that a bucket may have; see docs/architecture.md, rule 5. */
const WIDTHS = [WINDOW, 2 * WINDOW, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR];

/** A range aligned outwards to windows, ending at the newest askable one; one that is too recent is that window. */
export function askableRange({ from, to }: MsRange, now: number): MsRange {
  const newest = Math.floor((now - SETTLING_IN) / WINDOW) * WINDOW;
  const end = Math.min(Math.ceil(to / WINDOW) * WINDOW, newest);
  return { from: Math.min(Math.floor(from / WINDOW) * WINDOW, end - WINDOW), to: end };
}

/** How many pieces a range has when it is cut on the UTC epoch grid of a width. */
export function countBuckets({ from, to }: MsRange, width: number): number {
  return Math.ceil(to / width) - Math.floor(from / width);
}

/**
 * The width of a series' buckets, in milliseconds, as the backend chooses it.
 *
 * @returns `undefined` where even the widest take more requests than a first look may make
 */
export function bucketWidth(
  range: MsRange,
  interval: number,
  questionsABucket: number,
  requestsPerMinute: number
): number | undefined {
  const limit = Math.max(1, Math.floor(requestsPerMinute / 2));
  const widest = WIDTHS[WIDTHS.length - 1];
  return WIDTHS.find(
    (width) => (width >= interval || width === widest) && countBuckets(range, width) * questionsABucket <= limit
  );
}

/** Today, from the start of the business day until now. */
export function businessDay(
  { timeZone, businessDayStart }: Pick<DefaultedSettings, 'timeZone' | 'businessDayStart'>,
  now: number
): MsRange {
  const [hours, minutes] = businessDayStart.split(':');
  const start = dateTimeForTimeZone(timeZone, now).startOf('day');
  // What is no time is refused by the backend.
  start.set('hour', Number(hours) || 0);
  start.set('minute', Number(minutes) || 0);
  return { from: start.valueOf(), to: now };
}
