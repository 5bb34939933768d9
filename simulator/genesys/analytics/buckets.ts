import { LocalCalendar } from '../../dataset/localDay';
import { formatInstant } from '../../instant';
import { BodyError } from '../../jsonBody';

/** A half-open range in milliseconds since the Unix epoch. */
export interface Range {
  from: number;
  to: number;
}

const MINUTE_MS = 60 * 1000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const DURATION = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/;

/**
 * Reads `granularity`, an ISO 8601 duration in days, hours and minutes.
 *
 * @returns milliseconds.
 * @throws BodyError unless it divides a day.
 */
export function parseGranularity(text: string): number {
  const [, days = '0', hours = '0', minutes = '0'] = DURATION.exec(text) ?? [];
  const length = Number(days) * DAY_MS + (Number(hours) * 60 + Number(minutes)) * MINUTE_MS;
  if (length === 0 || DAY_MS % length !== 0) {
    throw new BodyError(`granularity must be an ISO 8601 duration that divides a day, such as PT15M, got ${text}`);
  }
  return length;
}

/** Cuts the interval into buckets: on the UTC epoch grid, days on the zone's calendar, first and last cut to the interval. */
export function bucketsOf({ from, to }: Range, granularity: number | undefined, timeZone: string): Range[] {
  if (granularity === undefined) {
    return [{ from, to }];
  }
  const inside = startsOf({ from, to }, granularity, timeZone).filter((start) => start > from && start < to);
  const starts = [from, ...inside];
  return starts.map((start, index) => ({ from: start, to: starts[index + 1] ?? to }));
}

/** A range as Genesys Cloud writes it. */
export function formatRange({ from, to }: Range): string {
  return `${formatInstant(from)}/${formatInstant(to)}`;
}

function startsOf({ from, to }: Range, granularity: number, timeZone: string): number[] {
  if (granularity === DAY_MS) {
    const calendar = new LocalCalendar(timeZone);
    return calendar.datesBetween(from, to).flatMap((date) => calendar.windowsOf(date)[0]?.start ?? []);
  }
  const first = Math.ceil(from / granularity);
  const last = Math.ceil(to / granularity);
  return Array.from({ length: last - first }, (_, index) => (first + index) * granularity);
}
