import { parseInstant } from '../instant';
import { ApiError } from './apiError';

/** What Quality Metrics can group by. */
export const GROUP_BY = ['agent', 'queue', 'skill', 'evaluationForm', 'evaluator'] as const;
export type GroupBy = (typeof GROUP_BY)[number];

/** What Quality Metrics can measure. */
export const METRICS = ['averageScore', 'count', 'passRate'] as const;
export type Metric = (typeof METRICS)[number];

/** A valid question to `GET /api/v2/quality/metrics`; the range is half open, in milliseconds since the Unix epoch. */
export interface MetricsQuestion {
  startTime: number;
  endTime: number;
  groupBy: GroupBy;
  metrics: Metric[];
  evaluationFormId: string | undefined;
}

const PARAMETERS = ['startTime', 'endTime', 'groupBy', 'metrics', 'evaluationFormId'];
/** Genesys Cloud documents no limit; this one keeps a slip of the pen from generating centuries. */
const MAX_RANGE_MS = 93 * 24 * 60 * 60 * 1000;

/** Reads a query string strictly. @throws ApiError 400 that names the parameter. */
export function parseMetricsQuestion(query: URLSearchParams, now: number): MetricsQuestion {
  for (const name of query.keys()) {
    if (!PARAMETERS.includes(name)) {
      throw new ApiError(400, `Unknown query parameter ${name}; known are ${PARAMETERS.join(', ')}.`);
    }
    if (query.getAll(name).length > 1) {
      throw new ApiError(400, `Query parameter ${name} is given more than once.`);
    }
  }
  const startTime = instantParameter(query, 'startTime');
  const endTime = instantParameter(query, 'endTime');
  if (startTime >= endTime) {
    throw new ApiError(400, 'startTime must be before endTime.');
  }
  if (endTime > now) {
    throw new ApiError(400, 'endTime must not be in the future.');
  }
  if (endTime - startTime > MAX_RANGE_MS) {
    throw new ApiError(400, 'The range from startTime to endTime must not exceed 93 days.');
  }
  return {
    startTime,
    endTime,
    groupBy: groupByParameter(query),
    metrics: metricsParameter(query),
    evaluationFormId: query.has('evaluationFormId') ? required(query, 'evaluationFormId') : undefined,
  };
}

function required(query: URLSearchParams, name: string): string {
  const value = query.get(name);
  if (!value) {
    throw new ApiError(400, `Query parameter ${name} is missing or empty.`);
  }
  return value;
}

function instantParameter(query: URLSearchParams, name: string): number {
  const text = required(query, name);
  const instant = parseInstant(text);
  if (instant === undefined) {
    throw new ApiError(400, `${name} must be ISO 8601 in UTC and end in Z, got ${text}.`);
  }
  return instant;
}

function groupByParameter(query: URLSearchParams): GroupBy {
  const text = required(query, 'groupBy');
  const groupBy = GROUP_BY.find((known) => known === text);
  if (groupBy === undefined) {
    throw new ApiError(400, `groupBy must be exactly one of ${GROUP_BY.join(', ')}, got ${text}.`);
  }
  return groupBy;
}

function metricsParameter(query: URLSearchParams): Metric[] {
  const metrics = required(query, 'metrics')
    .split(',')
    .map((text) => {
      const metric = METRICS.find((known) => known === text);
      if (metric === undefined) {
        throw new ApiError(400, `metrics must be some of ${METRICS.join(', ')}, got ${text || 'an empty name'}.`);
      }
      return metric;
    });
  if (new Set(metrics).size < metrics.length) {
    throw new ApiError(400, 'metrics names a metric twice.');
  }
  return metrics;
}
