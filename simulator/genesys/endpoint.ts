import type { SimulatorRequest } from '../answer';
import type { Endpoint } from '../requestLog';
import type { Dialect } from './dialect';

const ENDPOINTS: Record<string, Endpoint> = {
  'POST /oauth/token': 'token',
  'GET /api/v2/quality/metrics': 'metrics',
  'GET /api/v2/tokens/me': 'tokensMe',
  'POST /api/v2/analytics/evaluations/aggregates/query': 'evaluationAggregates',
  'POST /api/v2/quality/evaluations/search': 'evaluationSearch',
  'GET /api/v2/users': 'users',
  'GET /api/v2/routing/queues': 'queues',
  'GET /api/v2/quality/publishedforms/evaluations': 'publishedForms',
};

/** What a request is for. */
export function endpointOf({ method, path }: SimulatorRequest): Endpoint {
  return ENDPOINTS[`${method} ${path}`] ?? (method === 'GET' ? 'other' : 'writes');
}

/** The dialect that an endpoint is part of; undefined for one that every organization has. */
export function dialectOf(endpoint: Endpoint): Dialect | undefined {
  switch (endpoint) {
    case 'token':
    case 'tokensMe':
    case 'other':
    case 'writes':
      return undefined;
    case 'metrics':
      return 'qualityMetrics';
    default:
      return 'analytics';
  }
}
