import type { EvaluationMetric } from '../models';
import type { DetailedEvaluation } from './dimensions';

/** Metrics that are scores of evaluations, percent. */
export const SCORE_METRICS = ['oTotalScore', 'oTotalCriticalScore'] as const;
export type ScoreMetric = (typeof SCORE_METRICS)[number];

/** What the Analytics API can measure. */
export const METRICS = ['nEvaluations', ...SCORE_METRICS] as const satisfies readonly EvaluationMetric[];
export type Metric = (typeof METRICS)[number];

/** Statistics of a metric; `nEvaluations` has a count alone. Averages are left to the reader: sum / count. */
export interface Stats {
  count: number;
  sum?: number;
  min?: number;
  max?: number;
}

/** The evaluation's score, percent. */
export function scoreOf(metric: ScoreMetric, { evaluation, criticalScore }: DetailedEvaluation): number {
  return metric === 'oTotalScore' ? evaluation.score : criticalScore;
}

/** Statistics of some evaluations, at least one. Tenths are added as whole numbers, so that the sum is exact. */
export function statsOf(metric: Metric, evaluations: readonly DetailedEvaluation[]): Stats {
  if (metric === 'nEvaluations') {
    return { count: evaluations.length };
  }
  const scores = evaluations.map((detailed) => scoreOf(metric, detailed));
  return {
    count: scores.length,
    sum: scores.reduce((tenths, score) => tenths + Math.round(score * 10), 0) / 10,
    min: scores.reduce((min, score) => Math.min(min, score), Infinity),
    max: scores.reduce((max, score) => Math.max(max, score), -Infinity),
  };
}
