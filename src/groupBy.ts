import { type GroupBy } from './types';

const GROUP_BYS: GroupBy[] = ['agent', 'queue', 'skill', 'evaluationForm', 'evaluator'];

/**
 * The dimension that rows are about, of a query's `groupBy`: a `GroupBy`, a template variable, or `undefined` for the
 * organization's total. The form counts only where it stands alone; beside another dimension it splits that one.
 */
export function dimensionOf(groupBy: string[]): string | undefined {
  return groupBy.find((dimension) => dimension !== 'evaluationForm') ?? groupBy[0];
}

/** Whether each row is split by evaluation form. */
export function isSplitByForm(groupBy: string[]): boolean {
  return groupBy.length > 1 && groupBy.includes('evaluationForm');
}

/** The kind of entity that a dimension names; `undefined` for the total and for a template variable. */
export function entityKind(dimension: string | undefined): GroupBy | undefined {
  return GROUP_BYS.find((groupBy) => groupBy === dimension);
}
