import { afternoonZone } from './afternoon';

it('is always a zone in which it is between three and four in the afternoon', () => {
  for (let hour = 0; hour < 24; hour++) {
    const now = Date.UTC(2026, 10, 27, hour, 20);
    const local = new Intl.DateTimeFormat('en-GB', {
      timeZone: afternoonZone(now),
      hour: '2-digit',
      minute: '2-digit',
    });
    expect(local.format(now)).toBe('15:20');
  }
});
