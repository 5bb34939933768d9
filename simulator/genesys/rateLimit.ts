import type { SimulatorClock } from '../clock';
import { ApiError } from './apiError';

const MINUTE_MS = 60 * 1000;

/** Genesys Cloud's rate limit: no 60 seconds in a row hold more than `allowed` admitted requests. */
export class RateLimit {
  /** Requests allowed in 60 seconds. */
  allowed: number;
  private admitted: number[] = [];

  constructor(
    private readonly clock: SimulatorClock,
    allowed: number
  ) {
    this.allowed = allowed;
  }

  /** Counts a request. @throws ApiError 429 with Retry-After when it is one too many; it is not counted then. */
  admit(): void {
    const now = this.clock.now();
    this.forget(now);
    if (this.admitted.length >= this.allowed) {
      const message = `Rate limit exceeded the maximum [${this.allowed}] requests within [60] seconds`;
      throw new ApiError(429, message, undefined, { 'Retry-After': String(Math.max(this.resetSeconds(now), 1)) });
    }
    this.admitted.push(now);
  }

  /** The headers that Genesys Cloud puts on every API answer. */
  headers(): Record<string, string> {
    const now = this.clock.now();
    this.forget(now);
    return {
      'inin-ratelimit-count': String(this.admitted.length),
      'inin-ratelimit-allowed': String(this.allowed),
      'inin-ratelimit-reset': String(this.resetSeconds(now)),
    };
  }

  /** Starts a new minute. */
  reset(): void {
    this.admitted = [];
  }

  /** Whole seconds until there is room for one more request than is counted now. */
  private resetSeconds(now: number): number {
    // After the limit was lowered, more than one request has to leave the minute.
    const oldest = this.admitted[Math.max(this.admitted.length - this.allowed, 0)];
    return oldest === undefined ? 0 : Math.ceil((oldest + MINUTE_MS - now) / 1000);
  }

  private forget(now: number): void {
    // A request in the future is one from before the clock was set back.
    this.admitted = this.admitted.filter((instant) => instant > now - MINUTE_MS && instant <= now);
  }
}
