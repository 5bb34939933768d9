import { t } from '@grafana/i18n';

import { apiChoices } from '../choices';
import { settingsWithDefaults, type DefaultedSettings } from '../defaults';
import { type GenesysQualityOptions, type GenesysQualitySecureOptions } from '../types';
import { UNESCAPED } from '../unescaped';
import { baseUrlProblem, hostProblem, sharedStoreUrlProblem } from './address';
import { businessDayStartProblem, timeZoneProblem } from './businessDay';
import { passThresholdProblems, scoreProblem } from './passThresholds';

/** What is wrong, by setting, each a sentence that says what to do. No entry: nothing is wrong with it. */
export type SettingsProblems = Partial<
  Record<keyof DefaultedSettings | keyof GenesysQualitySecureOptions | 'place', string>
>;

/** Which secrets are set, whether stored or typed just now. */
export type SetSecrets = Partial<Record<keyof GenesysQualitySecureOptions, boolean>>;

const MINUTES_A_DAY = 24 * 60;
/** How long Genesys Cloud permits is not documented; three months are the longest it names anywhere. */
const MOST_ANALYTICS_HOURS = 92 * 24;

function wholeNumberProblem(value: number, least: number, most: number): string | undefined {
  return Number.isInteger(value) && value >= least && value <= most
    ? undefined
    : t('settings-problems.whole-number', 'Enter a whole number from {{least}} to {{most}}.', { least, most });
}

function apiProblem({ api }: DefaultedSettings): string | undefined {
  const names = apiChoices().map(({ value }) => value);
  return names.includes(api)
    ? undefined
    : t('settings-problems.api', 'There is no API {{api}}: choose one of {{names}}.', {
        api,
        names: names.join(', '),
        ...UNESCAPED,
      });
}

/**
 * Checks settings while they are typed. The backend checks them again and has the last word; the contract fixtures
 * hold both together.
 */
export function settingsProblems(options: GenesysQualityOptions, secrets: SetSecrets): SettingsProblems {
  const settings = settingsWithDefaults(options);
  const { region, orgDomain, baseUrl } = settings;
  const places = [region, orgDomain, baseUrl].filter((place) => place !== '');
  return {
    place:
      places.length === 1
        ? undefined
        : t('settings-problems.place', 'Give exactly one of region, organization domain and base URL.'),
    region: region ? hostProblem(region) : undefined,
    orgDomain: orgDomain ? hostProblem(orgDomain) : undefined,
    baseUrl: baseUrl ? baseUrlProblem(baseUrl, settings.allowInsecureHttp) : undefined,
    clientId: settings.clientId ? undefined : t('settings-problems.client-id', "Enter the OAuth client's id."),
    clientSecret: secrets.clientSecret
      ? undefined
      : t('settings-problems.client-secret', "Enter the OAuth client's secret."),
    api: apiProblem(settings),
    timeZone: timeZoneProblem(settings.timeZone),
    businessDayStart: businessDayStartProblem(settings.businessDayStart),
    passThreshold: scoreProblem(settings.passThreshold),
    passThresholds: passThresholdProblems(settings)
      .flatMap(({ formId, passScore, criticalScore }) => [formId, passScore, criticalScore])
      .find((problem) => problem !== undefined),
    requestsPerMinute: wholeNumberProblem(settings.requestsPerMinute, 1, 100_000),
    maxLagMinutes: wholeNumberProblem(settings.maxLagMinutes, 1, MINUTES_A_DAY),
    staleForMinutes: wholeNumberProblem(settings.staleForMinutes, 0, MINUTES_A_DAY),
    analyticsIntervalHours: wholeNumberProblem(settings.analyticsIntervalHours, 1, MOST_ANALYTICS_HOURS),
    sharedStoreUrl: settings.sharedStoreUrl ? sharedStoreUrlProblem(settings.sharedStoreUrl) : undefined,
  };
}
