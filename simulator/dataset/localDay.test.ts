import { WINDOW_MS } from '../instant';
import { LocalCalendar } from './localDay';

test.each([
  { zone: 'UTC', date: '2026-03-02', first: '2026-03-02T00:00:00Z', windows: 96, why: 'an ordinary day' },
  { zone: 'Europe/Berlin', date: '2026-03-29', first: '2026-03-28T23:00:00Z', windows: 92, why: 'clocks go forward' },
  { zone: 'Europe/Berlin', date: '2026-10-25', first: '2026-10-24T22:00:00Z', windows: 100, why: 'clocks go back' },
  {
    zone: 'Asia/Kathmandu',
    date: '2026-03-02',
    first: '2026-03-01T18:15:00Z',
    windows: 96,
    why: 'a quarter-hour offset',
  },
  { zone: 'Pacific/Kiritimati', date: '2026-03-02', first: '2026-03-01T10:00:00Z', windows: 96, why: 'the far east' },
  { zone: 'Pacific/Pago_Pago', date: '2026-03-02', first: '2026-03-02T11:00:00Z', windows: 96, why: 'the far west' },
  {
    zone: 'Africa/Cairo',
    date: '2026-04-24',
    first: '2026-04-23T22:00:00Z',
    windows: 92,
    why: 'midnight does not exist',
  },
])('$zone on $date: $why', ({ zone, date, first, windows }) => {
  const day = new LocalCalendar(zone).windowsOf(date);
  expect(day[0]?.start).toBe(Date.parse(first));
  expect(day).toHaveLength(windows);
  expect(day.at(-1)?.start).toBe(Date.parse(first) + (windows - 1) * WINDOW_MS);
});

test('a date that the zone skipped has no windows', () => {
  expect(new LocalCalendar('Pacific/Apia').windowsOf('2011-12-30')).toEqual([]);
});

test('the hour is the wall clock’s, twice where it comes twice', () => {
  const day = new LocalCalendar('Europe/Berlin').windowsOf('2026-10-25');
  expect(day.filter(({ hour }) => hour === 2)).toHaveLength(8);
  expect(day.filter(({ hour }) => hour === 0)).toHaveLength(4);
});

test.each([
  { from: '2026-03-01T23:59:00Z', to: '2026-03-02T00:00:00Z', dates: ['2026-03-02'] },
  { from: '2026-03-01T22:59:59Z', to: '2026-03-01T23:00:01Z', dates: ['2026-03-01', '2026-03-02'] },
  { from: '2026-03-01T12:00:00Z', to: '2026-03-03T12:00:00Z', dates: ['2026-03-01', '2026-03-02', '2026-03-03'] },
  { from: '2026-03-01T12:00:00Z', to: '2026-03-01T12:00:00Z', dates: [] },
])('local dates in Berlin from $from to $to', ({ from, to, dates }) => {
  expect(new LocalCalendar('Europe/Berlin').datesBetween(Date.parse(from), Date.parse(to))).toEqual(dates);
});
