import type { NamedEvaluation } from '../../simulator/control/evaluations';

/** What a dashboard must show of a group of evaluations. Scores and rates are percentages, not rounded. */
export interface ExpectedRow {
  name: string;
  averageScore: number;
  passRate: number;
  count: number;
}

/** Computes rows from single evaluations: the second route beside the simulator's and the plugin's aggregation. */
export function expectedRows(evaluations: NamedEvaluation[], nameOf: (one: NamedEvaluation) => string): ExpectedRow[] {
  const groups = new Map<string, NamedEvaluation[]>();
  for (const evaluation of evaluations) {
    const name = nameOf(evaluation);
    groups.set(name, [...(groups.get(name) ?? []), evaluation]);
  }
  return [...groups].map(([name, group]) => ({
    name,
    count: group.length,
    averageScore: group.reduce((sum, { score }) => sum + score, 0) / group.length,
    passRate: (100 * group.filter(({ passed }) => passed).length) / group.length,
  }));
}
