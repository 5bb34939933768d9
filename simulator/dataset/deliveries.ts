import { WINDOW_MS, windowStart } from '../instant';
import { RandomStream } from './random';

/** Longest time from a window's end to the arrival of its batch, in minutes ("may lag by up to 30 minutes"). */
export const MAX_LAG_MINUTES = 30;

const MINUTE_MS = 60 * 1000;

/** When each window's batch of evaluations reaches the Quality Metrics API. */
export class Deliveries {
  private readonly drawn = new Map<number, number>();
  private readonly delayed = new Map<number, number>();

  /** @param latePercent percentage of batches that arrive more than a minute after their window's end. */
  constructor(
    private readonly seed: number,
    private readonly latePercent: number
  ) {}

  /** Arrival of the batch that an evaluation submitted at this instant belongs to. */
  deliveredAt(submittedAt: number): number {
    const window = windowStart(submittedAt);
    const end = window + WINDOW_MS;
    const delay = this.delayed.get(window);
    return delay === undefined ? end + this.drawnLag(window) : end + delay;
  }

  /** Makes the batch of the window that holds this instant arrive so many minutes after the window's end. */
  delay(instant: number, minutes: number): void {
    this.delayed.set(windowStart(instant), minutes * MINUTE_MS);
  }

  /** Forgets what `delay` has set. */
  reset(): void {
    this.delayed.clear();
  }

  private drawnLag(window: number): number {
    let lag = this.drawn.get(window);
    if (lag === undefined) {
      const random = new RandomStream(this.seed, 'delivery', window);
      const isLate = random.next() * 100 < this.latePercent;
      lag = isLate ? random.integer(61, MAX_LAG_MINUTES * 60) * 1000 : random.integer(5, 55) * 1000;
      this.drawn.set(window, lag);
    }
    return lag;
  }
}
