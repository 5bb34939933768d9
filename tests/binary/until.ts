import { setTimeout as delay } from 'node:timers/promises';

/** Far beyond what anything waited for takes on a busy machine, in milliseconds. */
const DEADLINE = 100_000;
const LOOK_AGAIN = 250;

/**
 * What `look` finds, looking until it finds something.
 *
 * @throws what was waited for, and what the last look saw, when nothing is found in 100 s
 */
export async function until<Found>(
  what: string,
  look: () => Promise<Found | undefined>,
  seen: () => string = () => 'nothing'
): Promise<Found> {
  const deadline = performance.now() + DEADLINE;
  for (;;) {
    const found = await look();
    if (found !== undefined) {
      return found;
    }
    if (performance.now() > deadline) {
      throw new Error(`Waited in vain until ${what}; last seen: ${seen()}`);
    }
    await delay(LOOK_AGAIN);
  }
}
