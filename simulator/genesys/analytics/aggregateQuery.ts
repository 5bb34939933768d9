import { parseInstant } from '../../instant';
import { BodyError, type BodyFields } from '../../jsonBody';
import { parseGranularity, type Range } from './buckets';
import { DIMENSIONS, TIME_DIMENSIONS, type Dimension, type TimeDimension } from './dimensions';
import { parseFilter, type Filter } from './filter';
import { METRICS, type Metric } from './metrics';
import { parseViews, type View } from './views';

/** What Genesys Cloud does not document, and the simulator can be told. */
export interface AnalyticsLimits {
  /** Whether aggregate queries may have views. */
  views: boolean;
  /** Longest interval of an aggregate query, in days. */
  maxIntervalDays: number;
  /** Whether a search tells how many evaluations it has found, which the official SDK's types do not know of. */
  searchTotal: boolean;
}

/** A valid body of `POST /api/v2/analytics/evaluations/aggregates/query`. */
export interface AggregateQuery {
  interval: Range;
  /** Milliseconds; undefined for one bucket, the interval. */
  granularity: number | undefined;
  timeZone: string;
  groupBy: Dimension[];
  metrics: Metric[];
  filter: Filter;
  views: View[];
  timeDimension: TimeDimension;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Reads a body strictly. @throws BodyError that names the field. */
export function parseAggregateQuery(fields: BodyFields, limits: AnalyticsLimits): AggregateQuery {
  const interval = parseInterval(fields.string('interval'), limits.maxIntervalDays);
  const granularity = fields.optionalString('granularity');
  // No dimension of the data set has several values, so that flattening changes nothing.
  fields.optionalBoolean('flattenMultivaluedDimensions');
  const filter = fields.optional('filter');
  return {
    interval,
    granularity: granularity === undefined ? undefined : parseGranularity(granularity),
    timeZone: parseTimeZone(fields.optionalString('timeZone') ?? 'UTC'),
    groupBy: knownWords('groupBy', fields.optionalStrings('groupBy') ?? [], DIMENSIONS),
    metrics: parseMetrics(fields.strings('metrics')),
    filter: filter === undefined ? () => true : parseFilter(filter),
    views: parseViews(fields.optionalArray('views') ?? [], limits.views),
    timeDimension: fields.optionalChoice('alternateTimeDimension', TIME_DIMENSIONS) ?? 'evaluationCreatedDate',
  };
}

function parseInterval(text: string, maxDays: number): Range {
  const instants = text.split('/').map(parseInstant);
  const [from, to] = instants;
  if (instants.length !== 2 || from === undefined || to === undefined) {
    throw new BodyError(`interval must be two ISO 8601 instants in UTC with a slash between, got ${text}`);
  }
  if (from >= to) {
    throw new BodyError(`interval must start before it ends, got ${text}`);
  }
  if (to - from > maxDays * DAY_MS) {
    throw new BodyError(`interval must not exceed ${maxDays} days, got ${text}`);
  }
  return { from, to };
}

function parseTimeZone(name: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    throw new BodyError(`timeZone must be an IANA time zone, got ${name}`);
  }
}

function parseMetrics(names: string[]): Metric[] {
  if (names.length === 0) {
    throw new BodyError('metrics is empty');
  }
  return knownWords('metrics', names, METRICS);
}

function knownWords<Word extends string>(field: string, names: string[], known: readonly Word[]): Word[] {
  const words = names.map((name) => {
    const word = known.find((candidate) => candidate === name);
    if (word === undefined) {
      throw new BodyError(`${field} must be some of ${known.join(', ')}, got ${name}`);
    }
    return word;
  });
  if (new Set(words).size < words.length) {
    throw new BodyError(`${field} names something twice`);
  }
  return words;
}
