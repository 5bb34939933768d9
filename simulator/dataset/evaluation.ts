/** One submitted evaluation. */
export interface Evaluation {
  id: string;
  agentId: string;
  /** Empty for an interaction without a queue. */
  queueId: string;
  /** The interaction's skills; it counts once under each. */
  skillIds: string[];
  evaluationFormId: string;
  /** Empty for an evaluation that was scored by AI. */
  evaluatorId: string;
  /** Percent, 0 to 100, with one decimal. */
  score: number;
  passed: boolean;
  /** Milliseconds since the Unix epoch. */
  submittedAt: number;
  /** Scored by AI, without an evaluator; left out for one scored by a human. */
  systemSubmitted?: boolean;
  /** The calibration that the evaluation belongs to; left out for one that judges the agent. */
  calibrationId?: string;
  /** Arrival in the Quality Metrics API, where it is not that of its window's batch. */
  deliveredAt?: number;
}

/** Orders evaluations by time, and those of the same instant by id. */
export function bySubmission(a: Evaluation, b: Evaluation): number {
  return a.submittedAt - b.submittedAt || (a.id < b.id ? -1 : 1);
}
