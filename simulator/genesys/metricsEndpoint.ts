import type { Dataset } from '../dataset/dataset';
import type { Evaluation } from '../dataset/evaluation';
import type { GroupBy, Metric, MetricsQuestion } from './metricsQuestion';

/** One metric of a row: percentages from 0 to 100 with one decimal, `count` without a unit. */
export interface MetricValue {
  value: number | null;
  unit?: string;
}

/** A row of the answer of `GET /api/v2/quality/metrics`. */
export interface MetricsRow {
  entityId: string;
  entityName: string;
  metrics: Partial<Record<Metric, MetricValue>>;
}

/** Sums over evaluations. Scores are added in tenths, as whole numbers, so that the rounding is exact. */
interface Totals {
  count: number;
  scoreTenths: number;
  passed: number;
  /** Score and rate to show while the count is 0: "a score of 0% or null" (the guide, edge case 1). */
  unscored: 0 | null;
}

/** What has no queue or no evaluator is in no row of them: every row of Quality Metrics is about an entity. */
const ENTITY_IDS: Record<GroupBy, (evaluation: Evaluation) => string[]> = {
  agent: ({ agentId }) => [agentId],
  queue: ({ queueId }) => (queueId === '' ? [] : [queueId]),
  skill: ({ skillIds }) => skillIds,
  evaluationForm: ({ evaluationFormId }) => [evaluationFormId],
  evaluator: ({ evaluatorId }) => (evaluatorId === '' ? [] : [evaluatorId]),
};

/**
 * Answers a question from what has been delivered by now. Calibrations are left out: they say something about the
 * evaluators. Rows are in order of entity id.
 */
export function answerMetrics(dataset: Dataset, question: MetricsQuestion, now: number): MetricsRow[] {
  const { startTime, endTime, groupBy, metrics, evaluationFormId } = question;
  const totals = new Map<string, Totals>();
  if (groupBy === 'agent' && isKnownForm(dataset, evaluationFormId)) {
    const ghosts = dataset.organization.agents.filter(({ kind }) => kind === 'ghost');
    ghosts.forEach(({ id }, index) => totals.set(id, noTotals(index % 2 === 0 ? null : 0)));
  }
  for (const evaluation of dataset.evaluations(startTime, endTime)) {
    const isOfForm = evaluationFormId === undefined || evaluation.evaluationFormId === evaluationFormId;
    const isAskedFor = isOfForm && evaluation.calibrationId === undefined;
    if (isAskedFor && dataset.deliveredAt(evaluation) <= now) {
      for (const id of ENTITY_IDS[groupBy](evaluation)) {
        const sum = totals.get(id) ?? noTotals(null);
        sum.count += 1;
        sum.scoreTenths += Math.round(evaluation.score * 10);
        sum.passed += evaluation.passed ? 1 : 0;
        totals.set(id, sum);
      }
    }
  }
  return [...totals]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([entityId, sum]) => ({
      entityId,
      entityName: dataset.names.nameOf(entityId, now),
      metrics: Object.fromEntries(metrics.map((metric) => [metric, metricValue(metric, sum)])),
    }));
}

function isKnownForm({ organization }: Dataset, id: string | undefined): boolean {
  return id === undefined || organization.evaluationForms.some((form) => form.id === id);
}

function noTotals(unscored: 0 | null): Totals {
  return { count: 0, scoreTenths: 0, passed: 0, unscored };
}

function metricValue(metric: Metric, { count, scoreTenths, passed, unscored }: Totals): MetricValue {
  if (metric === 'count') {
    return { value: count };
  }
  const tenths = metric === 'averageScore' ? scoreTenths / count : (passed * 1000) / count;
  return { value: count === 0 ? unscored : Math.round(tenths) / 10, unit: 'percentage' };
}
