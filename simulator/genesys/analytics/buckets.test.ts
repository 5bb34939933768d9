import { BodyError } from '../../jsonBody';
import { bucketsOf, formatRange, parseGranularity } from './buckets';

const at = (time: string): number => Date.parse(`2026-03-${time}Z`);

test.each([
  ['PT15M', 900_000],
  ['PT1H', 3_600_000],
  ['PT1H30M', 5_400_000],
  ['PT24H', 86_400_000],
  ['P1D', 86_400_000],
])('%s is %d milliseconds', (text, length) => {
  expect(parseGranularity(text)).toBe(length);
});

test.each(['', 'P', 'PT', '15M', 'PT15S', 'P1W', 'P2D', 'PT7M'])('%p is no granularity', (text) => {
  expect(() => parseGranularity(text)).toThrow(BodyError);
});

test.each([
  {
    what: 'none: one bucket',
    granularity: undefined,
    timeZone: 'UTC',
    starts: ['02T08:15:00.000'],
  },
  {
    what: 'hours on the grid, first and last cut',
    granularity: 3_600_000,
    timeZone: 'UTC',
    starts: ['02T08:15:00.000', '02T09:00:00.000', '02T10:00:00.000', '02T11:00:00.000', '02T12:00:00.000'],
  },
  {
    what: 'six hours on the UTC grid, whatever the zone',
    granularity: 21_600_000,
    timeZone: 'Europe/Berlin',
    starts: ['02T08:15:00.000', '02T12:00:00.000'],
  },
])('$what', ({ granularity, timeZone, starts }) => {
  const buckets = bucketsOf({ from: at('02T08:15:00'), to: at('02T12:30:00') }, granularity, timeZone);
  expect(buckets.map(formatRange)).toEqual(
    starts.map((start, index) => `2026-03-${start}Z/2026-03-${starts[index + 1] ?? '02T12:30:00.000'}Z`)
  );
});

test('days begin at the zone’s midnight, also when clocks change', () => {
  const range = { from: at('28T23:00:00'), to: at('30T22:00:00') };
  expect(bucketsOf(range, 86_400_000, 'Europe/Berlin').map(formatRange)).toEqual([
    '2026-03-28T23:00:00.000Z/2026-03-29T22:00:00.000Z',
    '2026-03-29T22:00:00.000Z/2026-03-30T22:00:00.000Z',
  ]);
});
