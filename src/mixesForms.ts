import { type DefaultedQuery } from './defaults';

const MEANS = ['averageScore', 'passRate', 'criticalScore'];

/**
 * Whether a query may average over several evaluation forms: what a form asks decides which scores are common, so that
 * such a number moves with the mix of forms. Variables must be filled in.
 */
export function mixesForms({ queryType, metrics, groupBy, evaluationFormIds }: DefaultedQuery): boolean {
  return (
    queryType !== 'evaluations' &&
    metrics.some((metric) => MEANS.includes(metric)) &&
    !groupBy.includes('evaluationForm') &&
    evaluationFormIds.length !== 1
  );
}
