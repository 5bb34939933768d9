import type { NamedEvaluation } from '../../simulator/control/evaluations';
import type { AlertRule } from './AlertRules';

/** What a pass rate rule goes by, read from the rule itself. */
export interface PassRateRule {
  groupBy: 'agent' | 'queue' | 'evaluationForm';
  /** Percent. */
  threshold: number;
  minimumCount: number;
}

/** Evaluations of one entity, and how many of them are passed. */
export interface Tally {
  passed: number;
  count: number;
}

const ID_KEYS = { agent: 'agentId', queue: 'queueId', evaluationForm: 'evaluationFormId' } as const;

/** Reads a pass rate rule's model. */
export function passRateRule({ title, data }: AlertRule): PassRateRule {
  const [query, condition] = data.map(({ model }) => model);
  const [groupBy] = query?.groupBy as Array<keyof typeof ID_KEYS>;
  const [{ evaluator }] = condition?.conditions as [{ evaluator: { type: string; params: [number] } }];
  if (!groupBy || evaluator.type !== 'lt') {
    throw new Error(`${title} is not a pass rate rule`);
  }
  return { groupBy, threshold: evaluator.params[0], minimumCount: query?.minimumCount as number };
}

/** Counts single evaluations by entity: the second way beside the simulator's and the plugin's aggregation. */
export function tally(evaluations: NamedEvaluation[], groupBy: PassRateRule['groupBy']): Map<string, Tally> {
  const tallies = new Map<string, Tally>();
  for (const evaluation of evaluations) {
    const id = evaluation[ID_KEYS[groupBy]];
    const { passed, count } = tallies.get(id) ?? { passed: 0, count: 0 };
    tallies.set(id, { passed: passed + Number(evaluation.passed), count: count + 1 });
  }
  return tallies;
}

/** Whose instance must alert, and whose must be normal. Genesys says rates with one decimal. */
export function expectedStates(rule: PassRateRule, tallies: Map<string, Tally>): Record<string, string> {
  const states: Record<string, string> = {};
  for (const [id, { passed, count }] of tallies) {
    if (count >= rule.minimumCount) {
      const rate = Math.round((1000 * passed) / count) / 10;
      states[id] = rate < rule.threshold ? 'Alerting' : 'Normal';
    }
  }
  return states;
}

/** How many failed evaluations bring a pass rate 5 points under the threshold, and at least `minimumCount` there are. */
export function failuresToAlert({ passed, count }: Tally, { threshold, minimumCount }: PassRateRule): number {
  return Math.max(minimumCount - count, Math.ceil((100 * passed) / (threshold - 5)) - count, 0);
}

/** How many passed evaluations bring it 5 points over the threshold again. */
export function passesToRecover({ passed, count }: Tally, { threshold }: PassRateRule): number {
  const target = (threshold + 5) / 100;
  return Math.max(Math.ceil((target * count - passed) / (1 - target)), 0);
}
