import type { SimulatorRequest } from './answer';
import { formatInstant, isAligned, parseInstant } from './instant';

/** What a Genesys request is for. Everything but GET is a `writes`, except asking for a token. */
export type Endpoint = 'token' | 'metrics' | 'tokensMe' | 'other' | 'writes';

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

/** A request that is being answered. */
export interface LoggedRequest {
  question?: LoggedQuestion;
}

const QUESTIONS_KEPT = 1000;
const MINUTE_MS = 60 * 1000;

/** Counts what the Genesys side is asked, for tests to look at. */
export class RequestLog {
  private counted = noRequests();
  private recentQuestions: LoggedQuestion[] = [];
  private arrivals: number[] = [];

  get counters(): Readonly<RequestCounters> {
    return this.counted;
  }

  /** The last 1000, oldest first. */
  get questions(): readonly LoggedQuestion[] {
    return this.recentQuestions;
  }

  /** Counts a request as it arrives. */
  arrived(endpoint: Endpoint, { query }: SimulatorRequest, now: number): LoggedRequest {
    this.counted[endpoint] += 1;
    this.counted.total += 1;
    this.noteArrival(now);
    this.counted.peakPerMinute = Math.max(this.counted.peakPerMinute, this.arrivals.length);
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
    this.recentQuestions.push(question);
    if (this.recentQuestions.length > QUESTIONS_KEPT) {
      this.recentQuestions.shift();
    }
    return question;
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

function noRequests(): RequestCounters {
  return {
    token: 0,
    metrics: 0,
    tokensMe: 0,
    other: 0,
    writes: 0,
    unaligned: 0,
    unauthorized: 0,
    rateLimited: 0,
    peakPerMinute: 0,
    total: 0,
  };
}
