import { isAligned, parseInstant, windowStart } from './instant';

test.each([
  ['2026-03-02T08:15:00Z', Date.UTC(2026, 2, 2, 8, 15)],
  ['2026-03-02T08:15Z', Date.UTC(2026, 2, 2, 8, 15)],
  ['2026-03-02T08:15:00.250Z', Date.UTC(2026, 2, 2, 8, 15, 0, 250)],
  ['2028-02-29T00:00:00Z', Date.UTC(2028, 1, 29)],
])('reads %s', (text, expected) => {
  expect(parseInstant(text)).toBe(expected);
});

test.each([
  '',
  '2026-03-02',
  '2026-03-02T08:15:00',
  '2026-03-02T08:15:00+00:00',
  '2026-03-02 08:15:00Z',
  '2026-02-29T00:00:00Z',
  '2026-03-02T25:00:00Z',
  '1772439300000',
])('refuses %j', (text) => {
  expect(parseInstant(text)).toBeUndefined();
});

test('a window is half open on the UTC quarter hour', () => {
  const quarter = Date.UTC(2026, 2, 2, 8, 15);
  expect(windowStart(quarter)).toBe(quarter);
  expect(windowStart(quarter - 1)).toBe(Date.UTC(2026, 2, 2, 8, 0));
  expect(isAligned(quarter)).toBe(true);
  expect(isAligned(quarter + 1)).toBe(false);
});
