import type { Endpoint } from '../requestLog';
import { ApiError } from './apiError';

/**
 * The permission that an endpoint needs, as the official SDKs' documentation has it; that of Quality Metrics is the
 * guide's. Everybody may ask for users and the own token.
 */
export const PERMISSIONS: Partial<Record<Endpoint, string>> = {
  metrics: 'quality:metric:read',
  evaluationAggregates: 'analytics:evaluationAggregate:view',
  evaluationSearch: 'quality:evaluation:searchAny',
  queues: 'routing:queue:view',
  publishedForms: 'quality:evaluationForm:view',
};

/** What Genesys Cloud answers to a client that lacks the permission. */
export function missingPermission(permission: string): ApiError {
  const message = `Unable to perform the requested action. You must have at least one of the following permissions assigned: [${permission}]`;
  return new ApiError(403, message, 'missing.any.permissions');
}
