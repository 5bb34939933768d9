import { jsonAnswer, type Answer } from '../answer';
import type { ErrorBody } from './models';

/** The `code` of Genesys Cloud's error body for a status. */
const CODES: Record<number, string> = {
  400: 'bad.request',
  401: 'bad.credentials',
  403: 'not.authorized',
  404: 'not.found',
  405: 'method.not.allowed',
  429: 'too.many.requests',
  500: 'internal.server.error',
  502: 'bad.gateway',
  503: 'service.unavailable',
  504: 'gateway.timeout',
};

/** Something Genesys Cloud refuses: thrown by an endpoint, answered with Genesys' error body. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly code: string = CODES[status] ?? `http.${status}`,
    readonly headers: Record<string, string> = {}
  ) {
    super(message);
  }
}

/** The answer with the body that every Genesys Cloud API error has. `contextId` is what Genesys support asks for. */
export function errorAnswer({ status, message, code, headers }: ApiError, contextId: string): Answer {
  const body: ErrorBody = {
    message,
    code,
    status,
    contextId,
    messageWithParams: message,
    messageParams: {},
    details: [],
    errors: [],
  };
  return jsonAnswer(status, body, headers);
}
