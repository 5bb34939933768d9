import type { EvaluationDetails } from '../../dataset/details';
import type { Evaluation } from '../../dataset/evaluation';
import type { EvaluationDimension, EvaluationTimeDimension } from '../models';

/** An evaluation with everything the Analytics API knows of it. */
export interface DetailedEvaluation extends EvaluationDetails {
  evaluation: Evaluation;
}

type Value = (detailed: DetailedEvaluation) => string | undefined;

/**
 * What can be grouped by and filtered on: the dimensions of the official SDKs that the data set knows. Without a queue or
 * a calibration there is no value, and the group lacks the key; the evaluator of an AI-scored evaluation is blank.
 */
const VALUES = {
  userId: ({ evaluation }) => evaluation.agentId,
  queueId: ({ evaluation }) => evaluation.queueId || undefined,
  formId: ({ formId }) => formId,
  contextId: ({ evaluation }) => evaluation.evaluationFormId,
  evaluatorId: ({ evaluation }) => evaluation.evaluatorId,
  evaluationId: ({ evaluation }) => evaluation.id,
  calibrationId: ({ evaluation }) => evaluation.calibrationId,
  conversationId: ({ conversationId }) => conversationId,
  mediaType: ({ mediaType }) => mediaType,
  released: ({ releasedAt }) => String(releasedAt !== undefined),
  systemSubmitted: ({ evaluation }) => String(evaluation.systemSubmitted ?? false),
} satisfies Partial<Record<EvaluationDimension, Value>>;

export type Dimension = keyof typeof VALUES;

// Object.keys forgets that a literal has no other keys.
export const DIMENSIONS = Object.keys(VALUES) as Dimension[];

/** The evaluation's value of a dimension. */
export function valueOf(dimension: Dimension, detailed: DetailedEvaluation): string | undefined {
  return VALUES[dimension](detailed);
}

/** `alternateTimeDimension`: which instant of an evaluation has to lie in the interval. */
export const TIME_DIMENSIONS = [
  'conversationStart',
  'evaluationCreatedDate',
  'evaluationReleaseDate',
  'eventTime',
] as const satisfies readonly EvaluationTimeDimension[];
export type TimeDimension = (typeof TIME_DIMENSIONS)[number];

/** The evaluation's instant; undefined where it has none. Its event is that it was submitted. */
export function timeOf(dimension: TimeDimension, detailed: DetailedEvaluation): number | undefined {
  switch (dimension) {
    case 'conversationStart':
      return detailed.conversationStart;
    case 'evaluationCreatedDate':
      return detailed.createdAt;
    case 'evaluationReleaseDate':
      return detailed.releasedAt;
    case 'eventTime':
      return detailed.evaluation.submittedAt;
  }
}
