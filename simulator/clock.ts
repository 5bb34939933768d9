/** What a clock can be told: a new instant (milliseconds since the Unix epoch), a new speed, or both. */
export interface ClockSetting {
  now?: number;
  /** Simulated seconds per real second: 1 is real time, 0 holds the clock still. */
  speed?: number;
}

/** The simulator's time. Token lives, rate limit, deliveries and the Date header follow it. */
export class SimulatorClock {
  private readonly realNow: () => number;
  private realOrigin: number;
  private origin: number;
  private rate: number;

  /** @param realNow monotonic milliseconds, by default the process's own. */
  constructor({ now = Date.now(), speed = 1 }: ClockSetting = {}, realNow: () => number = () => performance.now()) {
    this.realNow = realNow;
    this.realOrigin = realNow();
    this.origin = now;
    this.rate = speed;
  }

  get speed(): number {
    return this.rate;
  }

  /** Milliseconds since the Unix epoch, whole. */
  now(): number {
    return Math.floor(this.origin + (this.realNow() - this.realOrigin) * this.rate);
  }

  /** Sets what is given and keeps the rest: a new speed alone does not make the clock jump. */
  set({ now = this.now(), speed = this.rate }: ClockSetting): void {
    this.realOrigin = this.realNow();
    this.origin = now;
    this.rate = speed;
  }
}
