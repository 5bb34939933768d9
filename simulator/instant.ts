/** Length of a Genesys Cloud quality window in milliseconds. Windows lie on the UTC quarter hour. */
export const WINDOW_MS = 15 * 60 * 1000;

const ISO_UTC = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?Z$/;

/**
 * Reads an ISO 8601 instant that ends in `Z`, e.g. `2026-03-02T08:15:00Z`.
 *
 * @returns milliseconds since the Unix epoch, or undefined when the text is anything else (a local time, an offset, a
 * day that does not exist).
 */
export function parseInstant(text: string): number | undefined {
  const date = ISO_UTC.exec(text)?.[1];
  if (date === undefined) {
    return undefined;
  }
  const instant = Date.parse(text);
  // Date.parse rolls 30 February over into March; the day that comes back then is not the one that was written.
  const exists = !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(date);
  return exists ? instant : undefined;
}

/** Writes an instant as ISO 8601 in UTC, with milliseconds. */
export function formatInstant(instant: number): string {
  return new Date(instant).toISOString();
}

/** Start of the window that holds the instant (windows are half open). */
export function windowStart(instant: number): number {
  return Math.floor(instant / WINDOW_MS) * WINDOW_MS;
}

/** Whether the instant is a boundary between two windows. */
export function isAligned(instant: number): boolean {
  return windowStart(instant) === instant;
}
