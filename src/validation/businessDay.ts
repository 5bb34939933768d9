import { t } from '@grafana/i18n';

import { UNESCAPED } from '../unescaped';

/** Checks the name of a time zone against the browser's IANA database. */
export function timeZoneProblem(timeZone: string): string | undefined {
  try {
    // Some browsers take offsets such as +01:00 as well, which have no daylight saving time; the backend has names only.
    if (/^[A-Za-z]/.test(timeZone) && new Intl.DateTimeFormat('en', { timeZone })) {
      return undefined;
    }
  } catch {
    // Falls through: the browser knows no such zone.
  }
  return t(
    'settings-problems.time-zone',
    'There is no time zone {{timeZone}}. Use an IANA name such as Europe/Berlin, or UTC.',
    {
      timeZone,
      ...UNESCAPED,
    }
  );
}

/** Checks the start of the business day. */
export function businessDayStartProblem(start: string): string | undefined {
  const time = /^(?:[01]\d|2[0-3]):([0-5]\d)$/.exec(start);
  if (!time) {
    return t('settings-problems.day-start', 'Enter a time as HH:MM, from 00:00 to 23:45.');
  }
  return Number(time[1]) % 15 === 0
    ? undefined
    : t(
        'settings-problems.day-start-quarter',
        'Choose a quarter hour, such as 08:15: Genesys Cloud delivers in quarter hours.'
      );
}
