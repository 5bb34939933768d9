import { jsonAnswer, type Answer, type SimulatorRequest } from '../answer';
import type { SimulatorClock } from '../clock';
import type { Dataset } from '../dataset/dataset';
import { seededUuid } from '../dataset/random';
import type { Faults } from '../faults/faults';
import { answerWithFaults } from '../faults/strike';
import type { AnalyticsEndpoint, Endpoint, RequestLog } from '../requestLog';
import type { AccessTokens } from './accessTokens';
import { answerAggregates } from './analytics/aggregateAnswer';
import { parseAggregateQuery, type AnalyticsLimits } from './analytics/aggregateQuery';
import { ApiError, errorAnswer } from './apiError';
import type { Dialect } from './dialect';
import { answerQueues, answerUsers } from './directory/directory';
import { answerPublishedForms } from './directory/publishedForms';
import { dialectOf, endpointOf } from './endpoint';
import { answerEvaluationSearch, parseEvaluationSearch } from './evaluationSearch/evaluationSearch';
import { answerMetrics } from './metricsEndpoint';
import { parseMetricsQuestion } from './metricsQuestion';
import type { RateLimit } from './rateLimit';
import { readBody } from './requestBody';
import { answerToken, type OAuthClient } from './tokenEndpoint';
import { answerTokensMe } from './tokensMeEndpoint';

/** Everything that the Genesys side of the simulator answers from. */
export interface GenesysParts {
  clock: SimulatorClock;
  dataset: Dataset;
  faults: Faults;
  log: RequestLog;
  rateLimit: RateLimit;
  tokens: AccessTokens;
  client: OAuthClient;
  /** What the OAuth client may do, for `GET /api/v2/tokens/me`. */
  scopes: string[];
  /** Which APIs answer; the paths of the others are not found, as in organizations that do not have them. */
  dialects: Dialect[];
  limits: AnalyticsLimits;
  /** Percentage of users whom the directory does not know any more. */
  deletedUsers: number;
  seed: number;
}

/** The Genesys Cloud API: every request is counted, limited, struck by faults, authorized and answered, in this order. */
export class GenesysApi {
  private requests = 0;

  constructor(private readonly parts: GenesysParts) {}

  /** Answers a request; undefined breaks the connection. */
  async answer(request: SimulatorRequest): Promise<Answer | undefined> {
    const { clock, log, rateLimit, seed } = this.parts;
    const endpoint = endpointOf(request);
    const isApi = request.path.startsWith('/api/');
    const logged = log.arrived(endpoint, request, clock.now());
    this.requests += 1;
    const contextId = seededUuid(seed, 'context', this.requests);
    let answer: Answer | undefined;
    try {
      if (isApi) {
        rateLimit.admit();
      }
      answer = await answerWithFaults(this.parts.faults, {
        endpoint,
        request,
        contextId,
        answer: () => this.answerSoundly(endpoint, request, contextId),
      });
    } catch (error) {
      answer = refusal(error, contextId);
    }
    if (answer === undefined) {
      return undefined;
    }
    log.answered(logged, answer.status);
    const apiHeaders = isApi ? { ...rateLimit.headers(), 'ININ-Correlation-Id': contextId } : {};
    return { ...answer, headers: { ...answer.headers, ...apiHeaders } };
  }

  /** The answer without a fault. */
  private answerSoundly(endpoint: Endpoint, request: SimulatorRequest, contextId: string): Answer {
    try {
      return this.dispatch(endpoint, request);
    } catch (error) {
      return refusal(error, contextId);
    }
  }

  private dispatch(endpoint: Endpoint, request: SimulatorRequest): Answer {
    const { client, dataset, dialects, scopes, seed, tokens } = this.parts;
    if (endpoint === 'token') {
      return answerToken(request, client, tokens);
    }
    if (endpoint === 'writes') {
      throw new ApiError(405, `The simulator takes no writes, got ${request.method} ${request.path}.`);
    }
    const dialect = dialectOf(endpoint);
    if (endpoint === 'other' || (dialect !== undefined && !dialects.includes(dialect))) {
      throw new ApiError(404, `The requested resource ${request.path} was not found.`);
    }
    tokens.authorize(request.headers.authorization);
    return endpoint === 'tokensMe'
      ? answerTokensMe(request.query, { organization: dataset.organization, scopes, seed })
      : jsonAnswer(200, this.read(endpoint, request));
  }

  /** What the data set answers. */
  private read(endpoint: 'metrics' | AnalyticsEndpoint, { query, body }: SimulatorRequest): unknown {
    const { dataset, deletedUsers, limits } = this.parts;
    const now = this.parts.clock.now();
    switch (endpoint) {
      case 'metrics':
        return answerMetrics(dataset, parseMetricsQuestion(query, now), now);
      case 'evaluationAggregates': {
        const aggregateQuery = readBody(body, (fields) => parseAggregateQuery(fields, limits));
        return answerAggregates(dataset, aggregateQuery, now);
      }
      case 'evaluationSearch':
        return answerEvaluationSearch(dataset, readBody(body, parseEvaluationSearch), now, limits.searchTotal);
      case 'users':
        return answerUsers(dataset, query, now, deletedUsers);
      case 'queues':
        return answerQueues(dataset, query, now);
      case 'publishedForms':
        return answerPublishedForms(dataset, query, now);
    }
  }
}

/** @throws what is not a refusal of Genesys Cloud but a mistake in the simulator. */
function refusal(error: unknown, contextId: string): Answer {
  if (error instanceof ApiError) {
    return errorAnswer(error, contextId);
  }
  throw error;
}
