import type { Socket } from 'node:net';

import * as canary from './canary';
import type { RawRequest, Reaction } from './rawUpstream';

/** Three agents and their numbers, written by hand; in order of id. */
const AGENTS = [
  { id: 'agent-1', name: `${canary.NAME} One`, count: 4, averageScore: 80, passRate: 75 },
  { id: 'agent-2', name: `${canary.NAME} Two`, count: 1, averageScore: 52.5, passRate: 0 },
  { id: 'agent-3', name: `${canary.NAME} Three`, count: 10, averageScore: 91.5, passRate: 100 },
];

const FORM = 'form-1';

/** A row of `GET /api/v2/quality/metrics`; cases spoil a copy of one. */
export interface MetricsRow {
  entityId?: unknown;
  entityName?: unknown;
  metrics?: unknown;
}

export function metricsRows(): MetricsRow[] {
  return AGENTS.map(({ id, name, count, averageScore, passRate }) => ({
    entityId: id,
    entityName: name,
    metrics: {
      averageScore: { value: averageScore, unit: 'percentage' },
      count: { value: count },
      passRate: { value: passRate, unit: 'percentage' },
    },
  }));
}

/** Statistics of a metric in an aggregate answer. */
export interface Stats {
  count?: unknown;
  sum?: unknown;
  min?: unknown;
  max?: unknown;
}

/** A group of an aggregate answer; cases spoil a copy of one. */
export interface AggregateGroup {
  group?: Record<string, string>;
  data?: Array<{ interval: string; metrics: Array<{ metric: string; stats: Stats }> }>;
}

/** The groups that answer an aggregate query, which names the interval. */
export function aggregateGroups({ body }: RawRequest): AggregateGroup[] {
  const { interval } = JSON.parse(body);
  return AGENTS.map(({ id, count, averageScore }) => ({
    group: { userId: id, contextId: FORM },
    data: [
      {
        interval,
        metrics: [{ metric: 'oTotalScore', stats: { count, sum: count * averageScore, min: 40, max: 100 } }],
      },
    ],
  }));
}

export interface AnswerOptions {
  status?: string;
  /** Beside Date, Content-Type and Content-Length; undefined leaves one of those out. */
  headers?: Record<string, string | undefined>;
}

/** The bytes of a whole answer, made now. */
export function answerBytes(body: string | Buffer, { status = '200 OK', headers = {} }: AnswerOptions = {}): Buffer {
  const all: Record<string, string | undefined> = {
    Date: new Date().toUTCString(),
    'Content-Type': 'application/json',
    'Content-Length': String(Buffer.byteLength(body)),
    ...headers,
  };
  const lines = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
  return Buffer.concat([Buffer.from([`HTTP/1.1 ${status}`, ...lines, '', ''].join('\r\n')), Buffer.from(body)]);
}

/** Answers with a body as it is. */
export function answer(body: string | Buffer, options?: AnswerOptions): Reaction {
  return (socket) => void socket.write(answerBytes(body, options));
}

/** Answers with JSON, which may depend on the request. */
export function json(value: unknown | ((request: RawRequest) => unknown), options?: AnswerOptions): Reaction {
  return (socket, request) => {
    const body = typeof value === 'function' ? value(request) : value;
    socket.write(answerBytes(JSON.stringify(body), options));
  };
}

function answerHealthy(socket: Socket, request: RawRequest): void {
  if (request.path === '/oauth/token') {
    return json({ access_token: canary.TOKEN, token_type: 'bearer', expires_in: 3600 })(socket, request);
  }
  if (request.headers.authorization !== `Bearer ${canary.TOKEN}`) {
    return json({ message: 'no valid token' }, { status: '401 Unauthorized' })(socket, request);
  }
  switch (request.path) {
    case '/api/v2/quality/metrics':
      return json(metricsRows())(socket, request);
    case '/api/v2/analytics/evaluations/aggregates/query':
      return json({ results: aggregateGroups(request) })(socket, request);
    case '/api/v2/users':
      return json({ entities: AGENTS.map(({ id, name }) => ({ id, name })), pageCount: 1 })(socket, request);
    default:
      return json({ message: 'not found' }, { status: '404 Not Found' })(socket, request);
  }
}

/** How a Genesys Cloud answers that nothing is wrong with. */
export const healthy = { agents: AGENTS, reaction: answerHealthy };
