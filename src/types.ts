import { type DataSourceJsonData } from '@grafana/data';
import { type DataQuery } from '@grafana/schema';

/** What a row is about, in Genesys' spelling. */
export type GroupBy = 'agent' | 'queue' | 'skill' | 'evaluationForm' | 'evaluator';

/** A number about an entity. Scores and rates are percentages on a scale of 0 to 100, `count` is a whole number. */
export type Metric = 'averageScore' | 'passRate' | 'count' | 'criticalScore' | 'minScore' | 'maxScore';

/** The Genesys Cloud API that answers; `auto` asks once and keeps the answer. */
export type Api = 'auto' | 'qualityMetrics' | 'analytics';

/** An API by which a query is answered. */
export type Dialect = Exclude<Api, 'auto'>;

export type QueryType = 'metrics' | 'evaluations';
export type QueryTimeRange = 'dashboard' | 'businessDay';
export type Format = 'table' | 'stat' | 'timeseries';
export type ScoredBy = 'all' | 'human' | 'ai';

/**
 * An exception from `passThreshold` for one evaluation form; scores are 0 to 100. Without `passScore` it is
 * `passThreshold`, without `criticalScore` none has to be reached. Analytics API only.
 */
export interface PassThreshold {
  formId: string;
  passScore?: number;
  criticalScore?: number;
}

/** `jsonData` of a data source. Every key is optional as stored; `settingsWithDefaults` says what is meant without it. */
export interface GenesysQualityOptions extends DataSourceJsonData {
  /** One of `region`, `orgDomain` and `baseUrl` says where Genesys Cloud is. A region is a host name: `mypurecloud.ie`. */
  region?: string;
  orgDomain?: string;
  baseUrl?: string;
  /** Permits an `http:` base URL on another machine. */
  allowInsecureHttp?: boolean;
  clientId?: string;
  api?: Api;
  /** IANA name of the business day's time zone. */
  timeZone?: string;
  /** `HH:MM`, on a quarter hour. */
  businessDayStart?: string;
  /** The score from which an evaluation passes, 0 to 100. Analytics API only. */
  passThreshold?: number;
  passThresholds?: PassThreshold[];
  /** Upstream requests a minute, shared by everything that uses the same credentials. */
  requestsPerMinute?: number;
  /** How late Genesys Cloud may deliver, in minutes. */
  maxLagMinutes?: number;
  /** How long panels may show the last known numbers while Genesys Cloud fails, in minutes; 0 never does. */
  staleForMinutes?: number;
  /** The longest time range that one request to the analytics API asks for, in hours. */
  analyticsIntervalHours?: number;
  /** The embedded store's file. */
  storePath?: string;
  /** `redis:` or `rediss:` URL of the store that Grafana replicas share. */
  sharedStoreUrl?: string;
}

/** `secureJsonData` of a data source: stored encrypted, and never sent to the browser again. */
export interface GenesysQualitySecureOptions {
  clientSecret?: string;
  sharedStorePassword?: string;
}

/**
 * A query as it is stored. Lists and choices are text because template variables may stand in them; the backend
 * refuses what is not one of the unions above. Every key is optional; `queryWithDefaults` says what is meant without it.
 */
export interface GenesysQualityQuery extends DataQuery {
  queryType?: string;
  /** A `GroupBy`, alone or with `evaluationForm` as the second one; `[]` is the organization's total. */
  groupBy?: string[];
  /** `Metric`s, in the order shown. */
  metrics?: string[];
  /** Ids; `[]` is all, and a list of nothing but empty entries matches nothing. So are the next two. */
  evaluationFormIds?: string[];
  entityIds?: string[];
  /** This and the next two: analytics API only. */
  queueIds?: string[];
  scoredBy?: string;
  includeCalibrations?: boolean;
  /** No score or rate is shown that rests on fewer evaluations. Text while a variable stands in it. */
  minimumCount?: number | string;
  timeRange?: string;
  format?: string;
  /** Time series only: totals since the range's start, or each point's own. */
  running?: boolean;
  /** `false` leaves names out of the labels, for alert identities that survive a rename. */
  nameLabel?: boolean;
  /** Pushes over Grafana Live when a number changes. */
  live?: boolean;
  /** The most rows of an `evaluations` query. */
  limit?: number;
}

/** A dashboard variable's query: the ids and names of the entities of one kind. */
export interface GenesysQualityVariableQuery extends DataQuery {
  entity: GroupBy;
  /** Only those with evaluations on these forms, as in a panel's query; of forms, only these. Unset is all. */
  evaluationFormIds?: string[];
}

/** An agent, a queue, a skill, a form or an evaluator, as the backend lists them. */
export interface Entity {
  id: string;
  name: string;
}
