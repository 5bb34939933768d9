import { createHash } from 'node:crypto';

import type { SimulatorClock } from '../clock';
import { ApiError } from './apiError';

/** The access tokens that have been issued. They are opaque, and expire by the simulator's clock. */
export class AccessTokens {
  /** Seconds that a token issued from now on lives. */
  lifetime: number;
  private readonly expiries = new Map<string, number>();
  private issued = 0;

  constructor(
    private readonly clock: SimulatorClock,
    private readonly seed: number,
    lifetime: number
  ) {
    this.lifetime = lifetime;
  }

  /** Issues a token. */
  issue(): string {
    const now = this.clock.now();
    this.issued += 1;
    // The instant is part of it, so that a restarted simulator does not issue the tokens of the one before.
    const token = createHash('sha512').update(`token|${this.seed}|${now}|${this.issued}`).digest('base64url');
    this.expiries.set(token, now + this.lifetime * 1000);
    return token;
  }

  /** Makes every token issued so far invalid. */
  revokeAll(): void {
    this.expiries.clear();
  }

  /** @throws ApiError 401 unless the header carries a token that is valid now. */
  authorize(authorization: string | undefined): void {
    const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) {
      const message = 'No authentication bearer token specified in authorization header.';
      throw new ApiError(401, message, 'authentication.required');
    }
    const expiry = this.expiries.get(token);
    if (expiry === undefined || this.clock.now() >= expiry) {
      throw new ApiError(401, 'Invalid login credentials.');
    }
  }
}
