import type { NamedEvaluation } from '../../simulator/control/evaluations';
import type { Numbers } from './frames';

/** An entity (with the form when split) that an evaluation counts for. */
export interface Counted {
  id: string;
  name: string;
}

type GroupBy = 'agent' | 'queue' | 'skill' | 'evaluationForm' | 'evaluator' | 'total';

const COUNTED: Record<GroupBy, (evaluation: NamedEvaluation) => Counted[]> = {
  agent: (one) => [{ id: one.agentId, name: one.agentName }],
  queue: (one) => [{ id: one.queueId, name: one.queueName }],
  // An interaction with two skills counts under both.
  skill: (one) => one.skillIds.map((id, index) => ({ id, name: one.skillNames[index] ?? '' })),
  evaluationForm: (one) => [{ id: one.evaluationFormId, name: one.evaluationFormName }],
  evaluator: (one) => [{ id: one.evaluatorId, name: one.evaluatorName }],
  total: () => [{ id: '', name: '' }],
};

/** The evaluations behind each row, by the row's key, as `keyOf` makes it. */
export type Groups = Map<string, { name: string; evaluations: NamedEvaluation[] }>;

/** Groups raw evaluations as a query's `groupBy` does: the first step of the second route to every number. */
export function group(evaluations: NamedEvaluation[], groupBy: GroupBy, splitByForm = false): Groups {
  const groups: Groups = new Map();
  for (const evaluation of evaluations) {
    for (const { id, name } of COUNTED[groupBy](evaluation)) {
      const key = splitByForm ? `${id}/${evaluation.evaluationFormId}` : id;
      const found = groups.get(key) ?? { name, evaluations: [] };
      found.evaluations.push(evaluation);
      groups.set(key, found);
    }
  }
  return groups;
}

/**
 * Holds shown numbers against the raw evaluations behind them. Genesys Cloud rounds each answer to one decimal: where
 * `partOf` puts all evaluations into one answer the numbers must be exactly its, else the score may be 0.05 off. The
 * count is exact, and so is the merged rate, whose passes are whole numbers.
 */
export function expectNumbers(
  shown: Numbers | undefined,
  evaluations: NamedEvaluation[],
  partOf: (evaluation: NamedEvaluation) => unknown = () => 0
): void {
  const count = evaluations.length;
  const tenths = evaluations.reduce((sum, { score }) => sum + Math.round(score * 10), 0);
  const passed = evaluations.filter((evaluation) => evaluation.passed).length;
  expect(shown?.count).toBe(count);
  if (new Set(evaluations.map(partOf)).size === 1) {
    expect(shown?.averageScore).toBe(Math.round(tenths / count) / 10);
    expect(shown?.passRate).toBe(Math.round((passed * 1000) / count) / 10);
    return;
  }
  expect(Math.abs((shown?.averageScore ?? NaN) - tenths / count / 10)).toBeLessThanOrEqual(0.05 + 1e-9);
  expect(shown?.passRate).toBeCloseTo((100 * passed) / count, 9);
}
