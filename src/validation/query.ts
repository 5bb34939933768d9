import { t } from '@grafana/i18n';

import { metricChoices } from '../choices';
import { type DefaultedQuery } from '../defaults';
import { hasVariable } from '../interpolation';
import { type Dialect, type Metric } from '../types';
import { UNESCAPED } from '../unescaped';

/** The metrics that the Quality Metrics API does not have. */
const ANALYTICS_METRICS: string[] = ['criticalScore', 'minScore', 'maxScore'] satisfies Metric[];

/** Whether a dialect has a metric; one that is not known yet may have every. */
export function hasMetric(dialect: Dialect | undefined, metric: string): boolean {
  return dialect !== 'qualityMetrics' || !ANALYTICS_METRICS.includes(metric);
}

/** Whether a query of this type can be about skills. */
export function hasSkills(dialect: Dialect | undefined, queryType: string): boolean {
  return dialect !== 'analytics' && queryType !== 'evaluations';
}

/**
 * Whether evaluations can be chosen by queue, by who scored them and by calibration: the Quality Metrics API cannot, but
 * single evaluations come from another API, which every organization has.
 */
export function canChoose(dialect: Dialect | undefined, queryType: string): boolean {
  return dialect !== 'qualityMetrics' || queryType === 'evaluations';
}

/** What is wrong with what is chosen, by key, each a sentence that says what to do. No entry: nothing is wrong. */
export type QueryProblems = Partial<
  Record<'groupBy' | 'metrics' | 'queueIds' | 'scoredBy' | 'includeCalibrations', string>
>;

/**
 * Checks what is chosen, and finds what the dialect cannot do: such a query was stored for another one. The backend
 * refuses it too. Variables must be filled in; of a dialect that is not known nothing is said.
 */
export function queryProblems(query: DefaultedQuery, dialect: Dialect | undefined): QueryProblems {
  const { queryType, groupBy } = query;
  const isList = queryType === 'evaluations';
  return {
    ...(!canChoose(dialect, queryType) && withoutAnalytics(query)),
    ...(!isList && metricsProblems(query, dialect)),
    ...(groupBy.includes('skill') &&
      !hasSkills(dialect, queryType) && {
        groupBy: isList
          ? t('query-problems.evaluations-skill', 'Single evaluations name no skill: choose something else.')
          : t('query-problems.skill', 'The Analytics API knows no skills: choose something else to group by.'),
      }),
  };
}

function metricsProblems({ metrics }: DefaultedQuery, dialect: Dialect | undefined): QueryProblems {
  if (metrics.length === 0) {
    return { metrics: t('query-problems.no-metrics', 'Choose at least one metric.') };
  }
  const missing = metricChoices()
    .filter(({ value }) => metrics.includes(value) && !hasMetric(dialect, value))
    .map(({ label }) => label.toLowerCase());
  return missing.length === 0
    ? {}
    : {
        metrics: t('query-problems.metrics', 'The Quality Metrics API has no {{missing}}: remove it.', {
          missing: missing.join(', '),
          ...UNESCAPED,
        }),
      };
}

function withoutAnalytics({ queueIds, scoredBy, includeCalibrations }: DefaultedQuery): QueryProblems {
  return {
    ...(queueIds.length > 0 && {
      queueIds: t('query-problems.queues', 'The Quality Metrics API cannot choose queues: remove them.'),
    }),
    ...(scoredBy !== 'all' && {
      scoredBy: t('query-problems.scored-by', 'The Quality Metrics API cannot tell who scored: choose people and AI.'),
    }),
    ...(includeCalibrations && {
      includeCalibrations: t(
        'query-problems.calibrations',
        'The Quality Metrics API cannot add calibrations: switch this off.'
      ),
    }),
  };
}

const MOST_MINIMUM = 2 ** 31 - 1;
const MOST_LIMIT = 100_000;

/** Checks a minimum count as it is typed; a template variable may stand for it. */
export function minimumCountProblem(minimumCount: number | string): string | undefined {
  const text = String(minimumCount).trim();
  return hasVariable(text) || (/^\d+$/.test(text) && Number(text) <= MOST_MINIMUM)
    ? undefined
    : t('query-problems.minimum-count', 'Enter a whole number such as 3, or a variable such as $minimum.');
}

/** Checks how many evaluations are listed, as it is typed. */
export function limitProblem(limit: number | string): string | undefined {
  const text = String(limit).trim();
  return /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= MOST_LIMIT
    ? undefined
    : t('query-problems.limit', 'Enter a whole number from 1 to 100,000.');
}
