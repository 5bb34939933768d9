import type { Models } from 'purecloud-platform-client-v2';

/*
 * The official SDK's types, in development only, and nothing of them when the simulator runs. They call every enumeration
 * a string; the words are those of the SDKs' documentation (JavaScript 262, `allowed_values` of Python 269).
 */

/** `groupBy` of an aggregate query, and the keys of a group. */
export type EvaluationDimension =
  | 'assigneeApplicable'
  | 'assigneeId'
  | 'calibrationId'
  | 'contextId'
  | 'conversationId'
  | 'divisionId'
  | 'evaluationContextId'
  | 'evaluationId'
  | 'evaluatorId'
  | 'formId'
  | 'mediaType'
  | 'queueId'
  | 'released'
  | 'rescored'
  | 'systemSubmitted'
  | 'teamId'
  | 'userId';

/** `alternateTimeDimension` of an aggregate query. */
export type EvaluationTimeDimension =
  'conversationStart' | 'evaluationCreatedDate' | 'evaluationReleaseDate' | 'eventTime';

/** Metrics that an aggregate query can ask for. */
export type EvaluationMetric =
  'nEvaluations' | 'nEvaluationsDeleted' | 'nEvaluationsRescored' | 'oTotalCriticalScore' | 'oTotalScore';

interface EvaluationPredicate extends Models.EvaluationAggregateQueryPredicate {
  type?: 'dimension' | 'property' | 'metric';
  dimension?: EvaluationDimension | Exclude<EvaluationTimeDimension, 'eventTime'>;
  operator?: 'matches' | 'exists' | 'notExists';
}

interface EvaluationClause extends Models.EvaluationAggregateQueryClause {
  type: 'and' | 'or';
  predicates: EvaluationPredicate[];
}

interface EvaluationFilter extends Models.EvaluationAggregateQueryFilter {
  type: 'and' | 'or';
  clauses?: EvaluationClause[];
  predicates?: EvaluationPredicate[];
}

interface EvaluationView extends Models.EvaluationAggregationView {
  target: EvaluationMetric;
  function: 'rangeBound';
}

/** Body of `POST /api/v2/analytics/evaluations/aggregates/query`. */
export interface EvaluationAggregationQuery extends Models.EvaluationAggregationQuery {
  groupBy?: EvaluationDimension[];
  metrics: EvaluationMetric[];
  filter?: EvaluationFilter;
  views?: EvaluationView[];
  alternateTimeDimension?: EvaluationTimeDimension;
}

interface EvaluationMetricData extends Models.AggregateMetricData {
  metric?: EvaluationMetric;
}

interface EvaluationBucket extends Models.StatisticalResponse {
  metrics?: EvaluationMetricData[];
}

interface EvaluationGroup extends Models.EvaluationAggregateDataContainer {
  group?: Partial<Record<EvaluationDimension, string>>;
  data?: EvaluationBucket[];
}

/** Its answer. */
export interface EvaluationAggregateQueryResponse extends Models.EvaluationAggregateQueryResponse {
  results?: EvaluationGroup[];
}

/** Dates that a search can be limited to and sorted by. */
export type EvaluationDateField = 'conversationDate' | 'createdDate' | 'submittedDate' | 'releaseDate';

interface EvaluationCriterion extends Models.EvaluationSearchCriteriaDTO {
  type:
    | 'EXACT'
    | 'DATE_RANGE'
    | 'GREATER_THAN'
    | 'GREATER_THAN_EQUAL_TO'
    | 'LESS_THAN'
    | 'LESS_THAN_EQUAL_TO'
    | 'RANGE'
    | 'REQUIRED_FIELDS';
  /** Without those of single questions and groups of questions. */
  field:
    | EvaluationDateField
    | 'evaluationId'
    | 'conversationId'
    | 'contextId'
    | 'formId'
    | 'evaluationStatus'
    | 'queueId'
    | 'agentTeamId'
    | 'divisionId'
    | 'agentId'
    | 'evaluatorId'
    | 'assigneeId'
    | 'totalScore'
    | 'totalCriticalScore'
    | 'released'
    | 'mediaType';
  operator?: 'AND' | 'NOT';
}

/** Body of `POST /api/v2/quality/evaluations/search`. */
export interface EvaluationSearchRequest extends Models.EvaluationSearchRequestDTO {
  query: EvaluationCriterion[];
  sortOrder?: 'ASC' | 'DESC';
  sortBy?: EvaluationDateField;
}

interface EvaluationSearchItem extends Models.EvaluationSearchItemResponse {
  status?: 'PENDING' | 'INPROGRESS' | 'FINISHED' | 'INREVIEW' | 'RETRACTED';
}

/** Its answer. It tells no total. */
export interface EvaluationSearchResponse extends Models.EvaluationSearchResponse {
  results?: EvaluationSearchItem[];
}

interface User extends Models.User {
  state?: 'active' | 'inactive' | 'deleted';
}

/** Answer of `GET /api/v2/users`. */
export interface UserEntityListing extends Models.UserEntityListing {
  entities?: User[];
}

interface OAuthClient extends Models.OrgOAuthClient {
  authorizedGrantType: 'CODE' | 'TOKEN' | 'SAML2-BEARER' | 'PASSWORD' | 'CLIENT-CREDENTIALS';
}

/** Answer of `GET /api/v2/tokens/me`. */
export interface TokenInfo extends Models.TokenInfo {
  OAuthClient?: OAuthClient;
}

/** Answer of `GET /api/v2/routing/queues`. */
export type QueueEntityListing = Models.QueueEntityListing;

/** Answer of `GET /api/v2/quality/publishedforms/evaluations`. */
export type PublishedFormEntityListing = Models.EvaluationFormResponseEntityListing;

/** Every API error's body. */
export type ErrorBody = Models.ErrorBody;
