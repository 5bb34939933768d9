import type { Dataset } from '../../dataset/dataset';
import { MAX_AGE_MS } from '../../dataset/details';
import { formatInstant } from '../../instant';
import type { BodyFields } from '../../jsonBody';
import { timeOf, type DetailedEvaluation } from '../analytics/dimensions';
import { MAX_PAGE_SIZE } from '../directory/paging';
import { USER_VERSION } from '../directory/directory';
import type { EvaluationSearchResponse } from '../models';
import { DATE_FIELDS, isInRange, parseCriteria, type Criteria } from './criteria';

/** A valid body of `POST /api/v2/quality/evaluations/search`. */
export interface EvaluationSearch {
  criteria: Criteria;
  pageNumber: number;
  pageSize: number;
  sortBy: string;
  isDescending: boolean;
  /** Evaluations that AI has scored, or those that people have. */
  systemSubmitted: boolean;
}

/** An evaluation as the search answers it: ids only, dates in ISO 8601, scores in percent. */
export interface FoundEvaluation {
  id: string;
  conversation: { id: string };
  agent: { id: string; version: number };
  evaluationForm: { id: string; contextId: string };
  /** Left out for an evaluation that AI has scored. */
  evaluator?: { id: string; version: number };
  queue?: { id: string };
  calibration?: { id: string };
  status: 'FINISHED';
  answers: { totalScore: number; totalCriticalScore: number };
  mediaType: string[];
  conversationDate: string;
  createdDate: string;
  submittedDate: string;
  releaseDate?: string;
}

/** A page of a search's results. The last page is the one that is not full. */
export interface EvaluationPage extends EvaluationSearchResponse {
  pageSize: number;
  pageNumber: number;
  results: FoundEvaluation[];
  /** Over all pages; only where the simulator is told to say it. */
  total?: number;
}

const DEFAULT_PAGE_SIZE = 25;
/** The Quality API's words for what the Analytics API calls by other ones. */
const MEDIA_TYPES = { voice: 'CALL', chat: 'CHAT', email: 'EMAIL', message: 'MESSAGE' };

/** Reads a body strictly. @throws BodyError that names the field. */
export function parseEvaluationSearch(fields: BodyFields): EvaluationSearch {
  return {
    criteria: parseCriteria(fields.optionalArray('query') ?? []),
    pageNumber: fields.number('pageNumber', { min: 1, integer: true }),
    pageSize: fields.optionalNumber('pageSize', { min: 1, max: MAX_PAGE_SIZE, integer: true }) ?? DEFAULT_PAGE_SIZE,
    sortBy: fields.optionalChoice('sortBy', Object.keys(DATE_FIELDS)) ?? 'submittedDate',
    isDescending: fields.optionalChoice('sortOrder', ['ASC', 'DESC']) === 'DESC',
    systemSubmitted: fields.optionalBoolean('systemSubmitted') ?? false,
  };
}

/**
 * Answers a search from what has been delivered by now. Evaluations of one instant are in order of submission and id.
 *
 * @param withTotal whether the answer says how many it has found.
 */
export function answerEvaluationSearch(
  dataset: Dataset,
  search: EvaluationSearch,
  now: number,
  withTotal: boolean
): EvaluationPage {
  const { pageNumber, pageSize } = search;
  const found = matching(dataset, search, now);
  const first = (pageNumber - 1) * pageSize;
  return {
    pageSize,
    pageNumber,
    results: found.slice(first, first + pageSize).map(foundEvaluation),
    ...(withTotal && { total: found.length }),
  };
}

function matching(dataset: Dataset, search: EvaluationSearch, now: number): DetailedEvaluation[] {
  const { criteria, sortBy, isDescending, systemSubmitted } = search;
  const [{ from, to }] = criteria.ranges;
  const sortKey = (detailed: DetailedEvaluation): number =>
    timeOf(DATE_FIELDS[sortBy] ?? 'eventTime', detailed) ?? -Infinity;
  const found = dataset
    // No instant of an evaluation is later than that it was submitted.
    .evaluations(from, to + MAX_AGE_MS)
    .filter((evaluation) => dataset.deliveredAt(evaluation) <= now)
    .map((evaluation) => ({ evaluation, ...dataset.detailsOf(evaluation) }))
    .filter((detailed) => (detailed.evaluation.systemSubmitted ?? false) === systemSubmitted)
    .filter((detailed) => criteria.ranges.every((range) => isInRange(range, detailed)) && criteria.isMeant(detailed));
  const ascending = found.sort((a, b) => compare(sortKey(a), sortKey(b)));
  return isDescending ? ascending.reverse() : ascending;
}

/** Unlike a difference it knows that two who have no date, at minus infinity, are equal. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function foundEvaluation({ evaluation, ...details }: DetailedEvaluation): FoundEvaluation {
  const { queueId, evaluatorId, calibrationId } = evaluation;
  return {
    id: evaluation.id,
    conversation: { id: details.conversationId },
    agent: { id: evaluation.agentId, version: USER_VERSION },
    evaluationForm: { id: details.formId, contextId: evaluation.evaluationFormId },
    ...(evaluatorId !== '' && { evaluator: { id: evaluatorId, version: USER_VERSION } }),
    ...(queueId !== '' && { queue: { id: queueId } }),
    ...(calibrationId !== undefined && { calibration: { id: calibrationId } }),
    status: 'FINISHED',
    answers: { totalScore: evaluation.score, totalCriticalScore: details.criticalScore },
    mediaType: [MEDIA_TYPES[details.mediaType]],
    conversationDate: formatInstant(details.conversationStart),
    createdDate: formatInstant(details.createdAt),
    submittedDate: formatInstant(evaluation.submittedAt),
    ...(details.releasedAt !== undefined && { releaseDate: formatInstant(details.releasedAt) }),
  };
}
