import type { Evaluation } from './evaluation';
import { RandomStream, seededUuid } from './random';

/** Percentages (0 to 100) of evaluations with something out of the ordinary. At 0 the data set is the plain one. */
export interface Peculiarities {
  /** Of an interaction that went through no queue. */
  noQueue: number;
  /** Scored by AI, without an evaluator. */
  aiScored: number;
  /** Made to compare evaluators, not to judge the agent. */
  calibrations: number;
}

/** Gives an evaluation what the percentages say: a pure function, which leaves scores and times as they are. */
export function withPeculiarities(
  seed: number,
  evaluation: Evaluation,
  { noQueue, aiScored, calibrations }: Peculiarities
): Evaluation {
  const strikes = (what: string, percentage: number): boolean =>
    percentage > 0 && new RandomStream(seed, what, evaluation.id).next() * 100 < percentage;
  return {
    ...evaluation,
    ...(strikes('no queue', noQueue) && { queueId: '' }),
    ...(strikes('AI-scored', aiScored) && { evaluatorId: '', systemSubmitted: true }),
    ...(strikes('calibration', calibrations) && { calibrationId: seededUuid(seed, 'calibration', evaluation.id) }),
  };
}
