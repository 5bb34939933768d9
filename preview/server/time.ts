import { HttpError } from './http';

const UNITS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * A time as `POST /api/ds/query` takes it: Unix milliseconds, or `now`, `now-15m`.
 *
 * @returns Unix milliseconds
 * @throws HttpError 400 for anything else
 */
export function parseTime(name: string, text: string | undefined, now: number): number {
  if (text !== undefined && /^\d+$/.test(text)) {
    return Number(text);
  }
  const relative = /^now(?:-(\d+)([smhd]))?$/.exec(text ?? '');
  if (!relative) {
    throw new HttpError(400, `"${name}" is ${JSON.stringify(text)}; give Unix milliseconds or a time like "now-6h".`);
  }
  const [, count = '0', unit = 's'] = relative;
  return now - Number(count) * (UNITS[unit] ?? 0);
}
