import { CoreApp, type DataSourceJsonData } from '@grafana/data';
import { type DataQuery } from '@grafana/schema';

import { normalizedIds } from './ids';
import { type GenesysQualityOptions, type GenesysQualityQuery, type PassThreshold } from './types';

/** A query in which every key has its value. */
export type DefaultedQuery = Required<Omit<GenesysQualityQuery, keyof DataQuery>> & { queryType: string };

/** Settings in which every key has its value; what is not set and has no default is `''`. */
export type DefaultedSettings = Required<
  Omit<GenesysQualityOptions, keyof DataSourceJsonData | 'passThresholds'> & {
    passThresholds: Array<Required<PassThreshold>>;
  }
>;

/** The dimension comes first and the form second, in whatever order they are written. */
function orderedGroupBy(groupBy: string[]): string[] {
  return groupBy.length === 2 && groupBy[0] === 'evaluationForm' ? [...groupBy].reverse() : groupBy;
}

/**
 * Says what a stored query means. The backend fills in the same defaults itself, since alerts and provisioned
 * dashboards never pass through this file; the contract fixtures hold both together.
 */
export function queryWithDefaults(query: Partial<GenesysQualityQuery>): DefaultedQuery {
  return {
    queryType: query.queryType || 'metrics',
    groupBy: orderedGroupBy(query.groupBy ?? ['agent']),
    metrics: query.metrics ?? ['averageScore', 'passRate', 'count'],
    evaluationFormIds: normalizedIds(query.evaluationFormIds ?? []),
    entityIds: normalizedIds(query.entityIds ?? []),
    queueIds: normalizedIds(query.queueIds ?? []),
    scoredBy: query.scoredBy || 'all',
    includeCalibrations: query.includeCalibrations ?? false,
    minimumCount: query.minimumCount ?? 3,
    timeRange: query.timeRange || 'dashboard',
    format: query.format || 'table',
    running: query.running ?? true,
    nameLabel: query.nameLabel ?? true,
    live: query.live ?? false,
    limit: query.limit ?? 1000,
  };
}

/** Says what stored settings mean; like `queryWithDefaults`, the backend does the same for itself. */
export function settingsWithDefaults(options: GenesysQualityOptions): DefaultedSettings {
  const text = (value: string | undefined, otherwise = '') => value?.trim() || otherwise;
  const passThreshold = options.passThreshold ?? 80;
  return {
    region: text(options.region),
    orgDomain: text(options.orgDomain),
    baseUrl: text(options.baseUrl).replace(/[/\s]+$/, ''),
    allowInsecureHttp: options.allowInsecureHttp ?? false,
    clientId: text(options.clientId),
    api: options.api || 'auto',
    timeZone: text(options.timeZone, 'UTC'),
    businessDayStart: text(options.businessDayStart, '08:00'),
    passThreshold,
    passThresholds: (options.passThresholds ?? []).map(({ formId, passScore, criticalScore }) => ({
      formId: text(formId),
      passScore: passScore ?? passThreshold,
      criticalScore: criticalScore ?? 0,
    })),
    requestsPerMinute: options.requestsPerMinute ?? 100,
    maxLagMinutes: options.maxLagMinutes ?? 30,
    staleForMinutes: options.staleForMinutes ?? 60,
    analyticsIntervalHours: options.analyticsIntervalHours ?? 168,
    storePath: text(options.storePath),
    sharedStoreUrl: text(options.sharedStoreUrl),
  };
}

/**
 * What a new query asks: today's table by agent. Explore has a time range of its own, of an hour at first, in which
 * few agents have more than one evaluation; an alert needs one number for each of its instances.
 */
export function newQuery(app: CoreApp): Partial<GenesysQualityQuery> {
  const table = {
    queryType: 'metrics',
    groupBy: ['agent'],
    metrics: ['averageScore', 'passRate', 'count'],
    minimumCount: 3,
    timeRange: 'businessDay',
    format: 'table',
  };
  switch (app) {
    case CoreApp.UnifiedAlerting:
    case CoreApp.CloudAlerting:
      return { ...table, metrics: ['passRate'], format: 'stat' };
    case CoreApp.Explore:
      return { ...table, timeRange: 'dashboard', minimumCount: 1 };
    default:
      return table;
  }
}
