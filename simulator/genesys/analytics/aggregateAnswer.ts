import type { Dataset } from '../../dataset/dataset';
import { MAX_AGE_MS } from '../../dataset/details';
import type { EvaluationAggregateQueryResponse } from '../models';
import type { AggregateQuery } from './aggregateQuery';
import { bucketsOf, formatRange, type Range } from './buckets';
import { timeOf, valueOf, type DetailedEvaluation, type Dimension } from './dimensions';
import { scoreOf, statsOf, type Metric, type Stats } from './metrics';

/** A bucket of a group. Buckets without evaluations are left out. */
export interface AggregateData {
  /** ISO 8601, UTC, start and end with a slash between. */
  interval: string;
  metrics: Array<{ metric: Metric; stats: Stats }>;
  views?: Array<{ name: string; stats: Stats }>;
}

/** A group: ids only, no names. A dimension without a value is left out. */
export interface AggregateResult {
  group: Partial<Record<Dimension, string>>;
  data: AggregateData[];
}

/** The answer of an aggregate query. */
export interface AggregateAnswer extends EvaluationAggregateQueryResponse {
  results: AggregateResult[];
}

/** Answers a query from what has been delivered by now. Groups are in order of their values. */
export function answerAggregates(dataset: Dataset, query: AggregateQuery, now: number): AggregateAnswer {
  const { interval, granularity, timeZone, groupBy } = query;
  const buckets = bucketsOf(interval, granularity, timeZone);
  const groups = new Map<string, DetailedEvaluation[]>();
  for (const detailed of selected(dataset, query, now)) {
    const key = JSON.stringify(groupBy.map((dimension) => valueOf(dimension, detailed) ?? null));
    addTo(groups, key, detailed);
  }
  const results = [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, evaluations]) => resultOf(evaluations, buckets, query));
  return { results };
}

function addTo<Key>(groups: Map<Key, DetailedEvaluation[]>, key: Key, detailed: DetailedEvaluation): void {
  const group = groups.get(key);
  if (group === undefined) {
    groups.set(key, [detailed]);
  } else {
    group.push(detailed);
  }
}

/** The evaluations whose instant lies in the interval, in order of submission. */
function selected(
  dataset: Dataset,
  { interval, filter, timeDimension }: AggregateQuery,
  now: number
): DetailedEvaluation[] {
  // The data set is in order of submission, which is the last instant of an evaluation.
  return dataset
    .evaluations(interval.from, interval.to + (timeDimension === 'eventTime' ? 0 : MAX_AGE_MS))
    .filter((evaluation) => dataset.deliveredAt(evaluation) <= now)
    .map((evaluation) => ({ evaluation, ...dataset.detailsOf(evaluation) }))
    .filter((detailed) => holds(interval, timeOf(timeDimension, detailed)) && filter(detailed));
}

function holds({ from, to }: Range, instant: number | undefined): boolean {
  return instant !== undefined && instant >= from && instant < to;
}

function resultOf(
  evaluations: DetailedEvaluation[],
  buckets: Range[],
  { groupBy, metrics, views, timeDimension }: AggregateQuery
): AggregateResult {
  const [first] = evaluations;
  const values = groupBy.map((dimension) => [dimension, first && valueOf(dimension, first)]);
  const own = new Map<Range, DetailedEvaluation[]>();
  for (const detailed of evaluations) {
    const instant = timeOf(timeDimension, detailed);
    const bucket = buckets[lastStartedBy(buckets, instant ?? NaN)];
    if (bucket !== undefined) {
      addTo(own, bucket, detailed);
    }
  }
  return {
    group: Object.fromEntries(values.filter(([, value]) => value !== undefined)),
    data: [...own]
      .sort(([a], [b]) => a.from - b.from)
      .map(([bucket, inBucket]) => ({
        interval: formatRange(bucket),
        metrics: metrics.map((metric) => ({ metric, stats: statsOf(metric, inBucket) })),
        ...(views.length > 0 && {
          views: views.map(({ name, target, range }) => {
            const bound = inBucket.filter((detailed) => {
              const score = scoreOf(target, detailed);
              return score >= range.gte && score < range.lt;
            });
            return { name, stats: { count: bound.length } };
          }),
        }),
      })),
  };
}

/** Index of the last bucket that has started by the instant, -1 for none. Buckets are in order and have no gaps. */
function lastStartedBy(buckets: Range[], instant: number): number {
  let [low, high] = [0, buckets.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((buckets[middle]?.from ?? NaN) <= instant) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low - 1;
}
