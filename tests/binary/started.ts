import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { SimulatorOptions } from '../../simulator/options';
import { startSimulator, type Simulator } from '../../simulator/simulator';
import { Replica, type ReplicaOptions } from './replica';

/**
 * A busy afternoon, at a minute into which no window's end falls. The plugin goes by the simulator's clock, but its stores
 * drop by the machine's clock what is no longer worth keeping: so the day lies ahead of the machine's clock.
 */
export const AFTERNOON = '2032-11-19T15:20:30Z';

/** What a test has started, to be ended in reverse order whatever came of it. */
export class Started {
  private readonly endings: Array<() => Promise<unknown>> = [];

  /** Ends what was started so far. */
  async end(): Promise<void> {
    for (const ending of this.endings.splice(0).reverse()) {
      await ending();
    }
  }

  /** Adds something that was started elsewhere. */
  add<Thing>(thing: Thing, ending: () => Promise<unknown>): Thing {
    this.endings.push(ending);
    return thing;
  }

  /** A contact centre whose clock stands still at AFTERNOON and whose rate limit is out of the way. */
  async simulator(options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
    const standard = { now: Date.parse(AFTERNOON), speed: 0, agents: 60, requestsPerMinute: 100_000 };
    const simulator = await startSimulator({ ...standard, ...options });
    return this.add(simulator, () => simulator.close());
  }

  async replica(simulator: Simulator, options: ReplicaOptions): Promise<Replica> {
    const replica = await Replica.start(simulator, options);
    return this.add(replica, () => replica.close());
  }

  /** A folder that is gone with the test. */
  async folder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'genesysquality-binary-'));
    return this.add(folder, () => rm(folder, { recursive: true, force: true }));
  }
}
