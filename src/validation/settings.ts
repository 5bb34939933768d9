import { APIS } from '../choices';
import { settingsWithDefaults, type DefaultedSettings } from '../defaults';
import { type GenesysQualityOptions, type GenesysQualitySecureOptions } from '../types';
import { baseUrlProblem, hostProblem, sharedStoreUrlProblem } from './address';
import { businessDayStartProblem, timeZoneProblem } from './businessDay';

/** What is wrong, by setting, each a sentence that says what to do. No entry: nothing is wrong with it. */
export type SettingsProblems = Partial<
  Record<keyof DefaultedSettings | keyof GenesysQualitySecureOptions | 'place', string>
>;

/** Which secrets are set, whether stored or typed just now. */
export type SetSecrets = Partial<Record<keyof GenesysQualitySecureOptions, boolean>>;

const MINUTES_A_DAY = 24 * 60;

function wholeNumberProblem(value: number, least: number, most: number): string | undefined {
  return Number.isInteger(value) && value >= least && value <= most
    ? undefined
    : `Enter a whole number from ${least} to ${most}.`;
}

function scoreProblem(value: number): string | undefined {
  return value >= 0 && value <= 100 ? undefined : 'Enter a percentage between 0 and 100.';
}

function passThresholdsProblem({ passThresholds }: DefaultedSettings): string | undefined {
  const formIds = passThresholds.map(({ formId }) => formId);
  if (formIds.some((formId) => !formId)) {
    return 'Name the form of each exception: its formId is missing.';
  }
  const twice = formIds.find((formId, index) => formIds.indexOf(formId) < index);
  if (twice !== undefined) {
    return `Keep one exception for each form: ${twice} has been given twice.`;
  }
  return passThresholds
    .flatMap(({ passScore, criticalScore }) => [scoreProblem(passScore), scoreProblem(criticalScore)])
    .find((problem) => problem !== undefined);
}

function apiProblem({ api }: DefaultedSettings): string | undefined {
  const names = APIS.map(({ value }) => value);
  return names.includes(api) ? undefined : `There is no API ${api}: choose one of ${names.join(', ')}.`;
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
    place: places.length === 1 ? undefined : 'Give exactly one of region, organization domain and base URL.',
    region: region ? hostProblem(region) : undefined,
    orgDomain: orgDomain ? hostProblem(orgDomain) : undefined,
    baseUrl: baseUrl ? baseUrlProblem(baseUrl, settings.allowInsecureHttp) : undefined,
    clientId: settings.clientId ? undefined : "Enter the OAuth client's id.",
    clientSecret: secrets.clientSecret ? undefined : "Enter the OAuth client's secret.",
    api: apiProblem(settings),
    timeZone: timeZoneProblem(settings.timeZone),
    businessDayStart: businessDayStartProblem(settings.businessDayStart),
    passThreshold: scoreProblem(settings.passThreshold),
    passThresholds: passThresholdsProblem(settings),
    requestsPerMinute: wholeNumberProblem(settings.requestsPerMinute, 1, 100_000),
    maxLagMinutes: wholeNumberProblem(settings.maxLagMinutes, 1, MINUTES_A_DAY),
    staleForMinutes: wholeNumberProblem(settings.staleForMinutes, 0, MINUTES_A_DAY),
    sharedStoreUrl: settings.sharedStoreUrl ? sharedStoreUrlProblem(settings.sharedStoreUrl) : undefined,
  };
}
