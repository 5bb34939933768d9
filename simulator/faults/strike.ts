import { setTimeout as delay } from 'node:timers/promises';

import { jsonAnswer, type Answer, type SimulatorRequest } from '../answer';
import { ApiError, errorAnswer } from '../genesys/apiError';
import type { MetricsRow } from '../genesys/metricsEndpoint';
import { missingPermission, PERMISSIONS } from '../genesys/permissions';
import { oauthError } from '../genesys/tokenEndpoint';
import type { Endpoint } from '../requestLog';
import { damageRows } from './damage';
import { isRowKind, type Fault } from './fault';
import type { Faults } from './faults';

const HTML = '<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><h1>Please sign in</h1></body></html>\n';

/** A request on its way, and how it would be answered without a fault. */
export interface PendingRequest {
  endpoint: Endpoint;
  request: SimulatorRequest;
  contextId: string;
  answer: () => Answer;
}

/** Answers a request as the fault that it meets, if any, wants it; undefined breaks the connection. */
export async function answerWithFaults(faults: Faults, pending: PendingRequest): Promise<Answer | undefined> {
  const fault = faults.meet(pending.endpoint, pending.request);
  if (fault === undefined) {
    return pending.answer();
  }
  if (isRowKind(fault.kind)) {
    const answer = pending.answer();
    // Only a metrics answer reaches this, and that is an array of rows.
    const body = answer.status === 200 ? damageRows(JSON.parse(answer.body) as MetricsRow[], fault.kind) : undefined;
    if (body !== undefined) {
      faults.strike(fault);
    }
    return { ...answer, body: body ?? answer.body };
  }
  faults.strike(fault);
  switch (fault.kind) {
    case 'status':
      return statusAnswer(fault, pending);
    case 'html':
      return { status: 200, headers: { 'Content-Type': 'text/html; charset=utf-8' }, body: HTML };
    case 'empty':
      return jsonAnswer(200, []);
    case 'reset':
      return undefined;
    case 'redirect':
      return { status: 302, headers: { Location: fault.location ?? '/redirected' }, body: '' };
    case 'slow':
      await delay(fault.delayMs ?? 1000, undefined, { ref: false });
      return pending.answer();
    case 'hang':
      await faults.untilCleared();
      return pending.answer();
    case 'truncated':
      return truncated(pending.answer(), fault.cut ?? 'contentLength');
  }
}

function statusAnswer({ status = 503, retryAfter }: Fault, { endpoint, contextId }: PendingRequest): Answer {
  const headers: Record<string, string> = retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) };
  const message = `The simulator was told to answer ${status}.`;
  if (endpoint === 'token' && (status === 400 || status === 401)) {
    return oauthError(status, status === 401 ? 'invalid_client' : 'invalid_request', message);
  }
  const permission = PERMISSIONS[endpoint];
  const error =
    status === 403 && permission !== undefined
      ? missingPermission(permission)
      : new ApiError(status, message, undefined, headers);
  return errorAnswer(error, contextId);
}

function truncated(answer: Answer, cut: NonNullable<Fault['cut']>): Answer {
  return cut === 'json' ? { ...answer, body: answer.body.slice(0, answer.body.length / 2) } : { ...answer, cut };
}
