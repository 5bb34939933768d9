import type { Evaluation } from './evaluation';
import { RandomStream, seededUuid } from './random';

/** What the Analytics API knows of an evaluation besides; instants in milliseconds since the Unix epoch. */
export interface EvaluationDetails {
  /** The version of the form; `evaluationFormId` is the form itself (Genesys' `contextId`). */
  formId: string;
  conversationId: string;
  mediaType: 'voice' | 'chat' | 'email' | 'message';
  /** Score of the critical questions, percent: 100 when the evaluation has passed, at most 75 when it has not. */
  criticalScore: number;
  conversationStart: number;
  createdAt: number;
  /** Undefined while the agent is not shown the evaluation. */
  releasedAt: number | undefined;
}

/** Longest time from a conversation's start to its evaluation's submission. */
export const MAX_AGE_MS = 4 * 24 * 60 * 60 * 1000;

const MEDIA_TYPES = ['voice', 'voice', 'chat', 'email', 'message'] as const;
const SECOND_MS = 1000;
const HOUR_SECONDS = 60 * 60;

/** Ids of a form's two published versions, older first. Evaluations that were begun before the newer keep the older. */
export function formVersions(seed: number, contextId: string): [older: string, newer: string] {
  return [seededUuid(seed, 'form version', contextId, 1), seededUuid(seed, 'form version', contextId, 2)];
}

/** The details of an evaluation: a pure function of its arguments. */
export function detailsOf(seed: number, { id, evaluationFormId, passed, submittedAt }: Evaluation): EvaluationDetails {
  const random = new RandomStream(seed, 'details', id);
  // One in ten was begun on another day: by the date of creation it is missing from the day it was scored on.
  const takes = random.next() < 0.1 ? random.integer(24, 48) * HOUR_SECONDS : random.integer(300, 1200);
  const createdAt = submittedAt - takes * SECOND_MS;
  return {
    formId: random.pick(formVersions(seed, evaluationFormId)),
    conversationId: seededUuid(seed, 'conversation', id),
    mediaType: random.pick(MEDIA_TYPES),
    criticalScore: passed ? 100 : random.integer(0, 3) * 25,
    conversationStart: createdAt - random.integer(HOUR_SECONDS, 40 * HOUR_SECONDS) * SECOND_MS,
    createdAt,
    releasedAt: random.next() < 0.9 ? submittedAt : undefined,
  };
}
