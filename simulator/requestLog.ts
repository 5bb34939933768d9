import type { SimulatorRequest } from './answer';
import { formatInstant, isAligned, parseInstant } from './instant';

/** The requests of the Analytics dialect. Those with a body are reads all the same. */
export const ANALYTICS_ENDPOINTS = [
  'evaluationAggregates',
  'evaluationSearch',
  'users',
  'queues',
  'publishedForms',
] as const;
export type AnalyticsEndpoint = (typeof ANALYTICS_ENDPOINTS)[number];

/** What a Genesys request is for. Everything but GET is a `writes`, except asking for a token and those reads. */
export type Endpoint = 'token' | 'metrics' | 'tokensMe' | AnalyticsEndpoint | 'other' | 'writes';

/**
 * Counted Genesys requests: each under its endpoint and in `total`. Besides that, metrics questions off the quarter hour
 * (`unaligned`), answers 401 and 429 (faults included), and the most requests that any 60 seconds held.
 */
export interface RequestCounters extends Record<Endpoint, number> {
  unaligned: number;
  unauthorized: number;
  rateLimited: number;
  peakPerMinute: number;
  total: number;
}

/** A metrics request as it was sent; what was not sent is null. */
export interface LoggedQuestion {
  startTime: string | null;
  endTime: string | null;
  groupBy: string | null;
  metrics: string[];
  evaluationFormId: string | null;
  /** When it came, ISO 8601. */
  at: string;
  /** What it was answered; null while it hangs or when the connection was broken. */
  status: number | null;
}

/** A request of the Analytics dialect as it was sent. */
export interface LoggedRead {
  endpoint: AnalyticsEndpoint;
  /** The query string, without the question mark. */
  query: string;
  body: string;
  /** When it came, ISO 8601. */
  at: string;
  /** What it was answered; null while it hangs or when the connection was broken. */
  status: number | null;
}

/** A request that is being answered. */
export interface LoggedRequest {
  question?: LoggedQuestion | LoggedRead;
}

const QUESTIONS_KEPT = 1000;
const MINUTE_MS = 60 * 1000;

/** Counts what the Genesys side is asked, for tests to look at. */
export class RequestLog {
  private counted = noRequests();
  private recentQuestions: LoggedQuestion[] = [];
  private recentReads: LoggedRead[] = [];
  private arrivals: number[] = [];

  get counters(): Readonly<RequestCounters> {
    return this.counted;
  }

  /** The last 1000, oldest first. */
  get questions(): readonly LoggedQuestion[] {
    return this.recentQuestions;
  }

  /** The last 1000 of the Analytics dialect, oldest first. */
  get reads(): readonly LoggedRead[] {
    return this.recentReads;
  }

  /** Counts a request as it arrives. */
  arrived(endpoint: Endpoint, { query, body }: SimulatorRequest, now: number): LoggedRequest {
    this.counted[endpoint] += 1;
    this.counted.total += 1;
    this.noteArrival(now);
    this.counted.peakPerMinute = Math.max(this.counted.peakPerMinute, this.arrivals.length);
    if (isAnalytics(endpoint)) {
      const read = { endpoint, query: query.toString(), body, at: formatInstant(now), status: null };
      return { question: keep(this.recentReads, read) };
    }
    return endpoint === 'metrics' ? { question: this.asked(query, now) } : {};
  }

  /** Notes what a request was answered. */
  answered({ question }: LoggedRequest, status: number): void {
    this.counted.unauthorized += status === 401 ? 1 : 0;
    this.counted.rateLimited += status === 429 ? 1 : 0;
    if (question !== undefined) {
      question.status = status;
    }
  }

  reset(): void {
    this.counted = noRequests();
    this.recentQuestions = [];
    this.recentReads = [];
    this.arrivals = [];
  }

  private asked(query: URLSearchParams, now: number): LoggedQuestion {
    const question: LoggedQuestion = {
      startTime: query.get('startTime'),
      endTime: query.get('endTime'),
      groupBy: query.get('groupBy'),
      metrics: query.get('metrics')?.split(',') ?? [],
      evaluationFormId: query.get('evaluationFormId'),
      at: formatInstant(now),
      status: null,
    };
    const times = [question.startTime, question.endTime].map((text) => parseInstant(text ?? ''));
    this.counted.unaligned += times.some((instant) => instant !== undefined && !isAligned(instant)) ? 1 : 0;
    return keep(this.recentQuestions, question);
  }

  private noteArrival(now: number): void {
    const last = this.arrivals.at(-1);
    if (last !== undefined && last > now) {
      // The clock was set back: what came before belongs to another minute.
      this.arrivals = [];
    }
    while (this.arrivals[0] !== undefined && this.arrivals[0] <= now - MINUTE_MS) {
      this.arrivals.shift();
    }
    this.arrivals.push(now);
  }
}

/** Adds to a list and drops what is too old for it. */
function keep<Item>(list: Item[], item: Item): Item {
  list.push(item);
  if (list.length > QUESTIONS_KEPT) {
    list.shift();
  }
  return item;
}

function isAnalytics(endpoint: Endpoint): endpoint is AnalyticsEndpoint {
  return ANALYTICS_ENDPOINTS.some((known) => known === endpoint);
}

function noRequests(): RequestCounters {
  return {
    token: 0,
    metrics: 0,
    tokensMe: 0,
    evaluationAggregates: 0,
    evaluationSearch: 0,
    users: 0,
    queues: 0,
    publishedForms: 0,
    other: 0,
    writes: 0,
    unaligned: 0,
    unauthorized: 0,
    rateLimited: 0,
    peakPerMinute: 0,
    total: 0,
  };
}
