/**
 * The zone in which it is between three and four in the afternoon at `now` (milliseconds since the Unix epoch), as an
 * IANA name. A demo's contact centre lies there, so that there is most of a working day to look at, whenever it starts.
 */
export function afternoonZone(now: number): string {
  const hours = 15 - new Date(now).getUTCHours();
  // Zones reach to UTC+14, and Etc's names count westwards: Etc/GMT-5 is UTC+5.
  const east = hours > 14 ? hours - 24 : hours;
  return east === 0 ? 'Etc/GMT' : `Etc/GMT${east > 0 ? '-' : '+'}${Math.abs(east)}`;
}
