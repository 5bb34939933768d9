import { businessDay } from './windows';

it.each([
  ['UTC', '08:00', '2026-03-09T14:20:00Z', '2026-03-09T08:00:00.000Z'],
  ['Europe/Dublin', '08:15', '2026-07-01T14:20:00Z', '2026-07-01T07:15:00.000Z'],
  // Clocks go forward at 01:00 UTC.
  ['Europe/Berlin', '08:00', '2026-03-29T14:20:00Z', '2026-03-29T06:00:00.000Z'],
  // It is tomorrow there already.
  ['Asia/Tokyo', '07:30', '2026-03-09T23:00:00Z', '2026-03-09T22:30:00.000Z'],
])('in %s the business day from %s on of %s begins at %s', (timeZone, businessDayStart, now, from) => {
  const range = businessDay({ timeZone, businessDayStart }, Date.parse(now));
  expect(new Date(range.from).toISOString()).toBe(from);
  expect(range.to).toBe(Date.parse(now));
});
