import { WINDOW_MS } from '../instant';

/** A window of 15 minutes with the hour (0 to 23) on the wall clock when it starts. */
export interface LocalWindow {
  start: number;
  hour: number;
}

/** The calendar of a time zone. Built on windows, so that the days clocks change have the 88 to 104 they really have. */
export class LocalCalendar {
  private readonly format: Intl.DateTimeFormat;

  /** @throws RangeError when the IANA name is unknown. */
  constructor(readonly timeZone: string) {
    this.format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
    });
  }

  /** Local date (`2026-03-02`) and hour of an instant. */
  at(instant: number): { date: string; hour: number } {
    const parts = new Map(this.format.formatToParts(instant).map(({ type, value }) => [type, value]));
    return { date: `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`, hour: Number(parts.get('hour')) };
  }

  /** The windows of a local date in order; none for a date that the zone skipped. */
  windowsOf(date: string): LocalWindow[] {
    const utcMidnight = Date.parse(`${date}T00:00:00Z`);
    const windows: LocalWindow[] = [];
    // A local date starts at most 14 hours before the UTC date of the same name, and ends at most 13 hours after it.
    for (let start = utcMidnight - 15 * 4 * WINDOW_MS; start < utcMidnight + 38 * 4 * WINDOW_MS; start += WINDOW_MS) {
      const local = this.at(start);
      if (local.date === date) {
        windows.push({ start, hour: local.hour });
      }
    }
    return windows;
  }

  /** The local dates that a half-open range touches, in order. */
  datesBetween(from: number, to: number): string[] {
    const dates = new Set<string>();
    const step = 4 * WINDOW_MS;
    for (let instant = from; instant < to; instant += step) {
      dates.add(this.at(instant).date);
    }
    if (to > from) {
      dates.add(this.at(to - 1).date);
    }
    return [...dates];
  }
}
