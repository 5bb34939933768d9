import { t } from '@grafana/i18n';

import {
  type Api,
  type Format,
  type GroupBy,
  type Metric,
  type QueryTimeRange,
  type QueryType,
  type ScoredBy,
} from './types';

/** Something to choose: the value that is stored, how people read it, and what it means. */
export interface Choice<T extends string> {
  value: T;
  label: string;
  description?: string;
}

/** The dimensions, with the word for several of them. */
export function groupByChoices(): Array<Choice<GroupBy> & { plural: string }> {
  return [
    { value: 'agent', label: t('choices.agent.label', 'Agent'), plural: t('choices.agent.plural', 'agents') },
    { value: 'queue', label: t('choices.queue.label', 'Queue'), plural: t('choices.queue.plural', 'queues') },
    { value: 'skill', label: t('choices.skill.label', 'Skill'), plural: t('choices.skill.plural', 'skills') },
    {
      value: 'evaluationForm',
      label: t('choices.evaluation-form.label', 'Evaluation form'),
      plural: t('choices.evaluation-form.plural', 'evaluation forms'),
    },
    {
      value: 'evaluator',
      label: t('choices.evaluator.label', 'Evaluator'),
      plural: t('choices.evaluator.plural', 'evaluators'),
    },
  ];
}

/** The word for several entities of a kind; without a kind a word that fits all. */
export function pluralOf(kind: GroupBy | undefined): string {
  return groupByChoices().find(({ value }) => value === kind)?.plural ?? t('choices.entities', 'entities');
}

/** The metrics, those first that every Genesys Cloud API has. */
export function metricChoices(): Array<Choice<Metric>> {
  return [
    {
      value: 'averageScore',
      label: t('choices.average-score.label', 'Average score'),
      description: t('choices.average-score.description', 'The mean of all scores, in percent'),
    },
    {
      value: 'passRate',
      label: t('choices.pass-rate.label', 'Pass rate'),
      description: t('choices.pass-rate.description', 'How many of 100 evaluations passed'),
    },
    {
      value: 'count',
      label: t('choices.count.label', 'Count'),
      description: t('choices.count.description', 'The number of evaluations'),
    },
    {
      value: 'criticalScore',
      label: t('choices.critical-score.label', 'Critical score'),
      description: t('choices.critical-score.description', 'The mean of the critical questions; Analytics API only'),
    },
    {
      value: 'minScore',
      label: t('choices.min-score.label', 'Lowest score'),
      description: t('choices.min-score.description', 'Analytics API only'),
    },
    {
      value: 'maxScore',
      label: t('choices.max-score.label', 'Highest score'),
      description: t('choices.max-score.description', 'Analytics API only'),
    },
  ];
}

/** Aggregates, or the evaluations that they are made of. */
export function queryTypeChoices(): Array<Choice<QueryType>> {
  return [
    {
      value: 'metrics',
      label: t('choices.metrics.label', 'Scores'),
      description: t('choices.metrics.description', 'Averages, rates and counts of each agent, queue, …'),
    },
    {
      value: 'evaluations',
      label: t('choices.evaluations.label', 'Single evaluations'),
      description: t('choices.evaluations.description', 'One row for each evaluation, the newest first'),
    },
  ];
}

/** Who scored an evaluation. */
export function scoredByChoices(): Array<Choice<ScoredBy>> {
  return [
    { value: 'all', label: t('choices.scored-by-all', 'People and AI') },
    { value: 'human', label: t('choices.scored-by-human', 'People') },
    { value: 'ai', label: t('choices.scored-by-ai', 'AI') },
  ];
}

/** Which time a query is about. */
export function timeRangeChoices(): Array<Choice<QueryTimeRange>> {
  return [
    {
      value: 'dashboard',
      label: t('choices.dashboard.label', 'Dashboard'),
      description: t('choices.dashboard.description', 'The time range chosen on the dashboard'),
    },
    {
      value: 'businessDay',
      label: t('choices.business-day.label', 'Business day'),
      description: t('choices.business-day.description', 'From the start of the business day until now'),
    },
  ];
}

/** The shapes of an answer. */
export function formatChoices(): Array<Choice<Format>> {
  return [
    {
      value: 'table',
      label: t('choices.table.label', 'Table'),
      description: t('choices.table.description', 'A row for each agent, queue, …'),
    },
    {
      value: 'stat',
      label: t('choices.stat.label', 'Stat'),
      description: t('choices.stat.description', 'One number each, for stats, gauges and alerts'),
    },
    {
      value: 'timeseries',
      label: t('choices.timeseries.label', 'Time series'),
      description: t('choices.timeseries.description', 'How the numbers develop'),
    },
  ];
}

/** The APIs of Genesys Cloud that can answer. */
export function apiChoices(): Array<Choice<Api>> {
  return [
    {
      value: 'auto',
      label: t('choices.auto.label', 'Automatic'),
      description: t('choices.auto.description', 'Finds out which of the two your organization offers'),
    },
    {
      value: 'qualityMetrics',
      label: t('choices.quality-metrics', 'Quality Metrics'),
      description: 'GET /api/v2/quality/metrics',
    },
    {
      value: 'analytics',
      label: t('choices.analytics', 'Analytics'),
      description: 'POST /api/v2/analytics/evaluations/aggregates/query',
    },
  ];
}
