import { type DefaultedQuery, type DefaultedSettings } from './defaults';
import { dimensionOf, isSplitByForm } from './groupBy';
import { hasVariable } from './interpolation';
import { type Dialect } from './types';
import { askableRange, bucketWidth, countBuckets, HOUR, type MsRange } from './windows';

/** What a first look costs; a series asks for less afterwards, since what is settled is not asked again. */
export interface UpstreamCalls {
  /** Requests that are known beforehand. */
  requests: number;
  /** Whether `requests` may be fewer, because forms without evaluations are not asked for. */
  atMost: boolean;
  /** Requests that are added for each evaluation form that has evaluations; only Genesys Cloud knows how many those are. */
  perForm: number;
  /** Lists of single evaluations that are read in pages of a hundred, up to the query's limit. */
  lists: number;
  /** Whether every evaluation is listed to find out which passed: larger answers, not more requests. */
  readsEvaluations: boolean;
  /** Whether this is a series, of which only what can still change is asked for again. */
  isSeries: boolean;
}

/** What the cost of a query depends on besides the query. */
export interface Look {
  /** Of the dashboard or the business day; `undefined` where nobody has chosen one yet. */
  range: MsRange | undefined;
  /** A panel's interval, in milliseconds. */
  interval: number;
  /** Now, in milliseconds since 1970. */
  now: number;
  settings: Pick<DefaultedSettings, 'requestsPerMinute' | 'analyticsIntervalHours'>;
}

const NOTHING: UpstreamCalls = {
  requests: 0,
  atMost: false,
  perForm: 0,
  lists: 0,
  readsEvaluations: false,
  isSeries: false,
};

/**
 * Counts the requests to Genesys Cloud of one query in one window, by the rules in docs/architecture.md. It informs
 * people and decides nothing. Variables should be filled in: what an unknown one adds counts as one request a form.
 *
 * @returns `undefined` where the cost depends on a range that is not known, or the backend refuses the query for it
 */
export function upstreamCalls(query: DefaultedQuery, dialect: Dialect, look: Look): UpstreamCalls | undefined {
  if (query.queryType === 'evaluations') {
    return { ...NOTHING, lists: query.scoredBy === 'all' ? 2 : 1 };
  }
  return dialect === 'analytics' ? analyticsCalls(query, look) : qualityMetricsCalls(query, look);
}

/** One request answers everything, but only for so long a range. */
function analyticsCalls({ metrics, format }: DefaultedQuery, look: Look): UpstreamCalls | undefined {
  const range = look.range && askableRange(look.range, look.now);
  const longest = look.settings.analyticsIntervalHours * HOUR;
  return (
    range && {
      ...NOTHING,
      requests: range.to - range.from <= longest ? 1 : countBuckets(range, longest),
      readsEvaluations: metrics.includes('passRate'),
      isSeries: format === 'timeseries',
    }
  );
}

/** A request answers for one form, or for all forms together, and for one bucket of a series. */
function qualityMetricsCalls(query: DefaultedQuery, look: Look): UpstreamCalls | undefined {
  const isSplit = isSplitByForm(query.groupBy);
  const isSeries = query.format === 'timeseries';
  const forms = query.evaluationFormIds.filter((id) => id !== '');
  const isFormUnknown = forms.some(hasVariable);
  const isFiltered = query.evaluationFormIds.length > 0;
  // Where rows are forms, and for the total, which is their sum, the filter by form is applied to the answer.
  const dimension = dimensionOf(query.groupBy);
  const isOneForAll = dimension === undefined || dimension === 'evaluationForm' || (!isSplit && !isFiltered);

  const known = isOneForAll ? 1 : forms.filter((id) => !hasVariable(id)).length;
  const isPerForm = !isOneForAll && (isFormUnknown || (isSplit && !isFiltered));
  const buckets = isSeries ? seriesBuckets(Math.max(1, known), look) : 1;
  return buckets === undefined
    ? undefined
    : {
        ...NOTHING,
        requests: known * buckets + (isSplit ? 1 : 0),
        atMost: isSplit && isFiltered && !isPerForm,
        perForm: isPerForm ? buckets : 0,
        isSeries,
      };
}

function seriesBuckets(questionsABucket: number, { range, interval, now, settings }: Look): number | undefined {
  const askable = range && askableRange(range, now);
  const width = askable && bucketWidth(askable, interval, questionsABucket, settings.requestsPerMinute);
  return askable && width && countBuckets(askable, width);
}
