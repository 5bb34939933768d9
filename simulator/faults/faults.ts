import type { SimulatorRequest } from '../answer';
import type { Endpoint } from '../requestLog';
import { isRowKind, type Fault } from './fault';

/** The faults that wait to strike, in the order they were set: the first that matches a request strikes it. */
export class Faults {
  private pending: Fault[] = [];
  private release: () => void = () => undefined;
  private released = this.nextRelease();

  get list(): readonly Fault[] {
    return this.pending;
  }

  add(fault: Fault): void {
    this.pending.push({ ...fault });
  }

  /** Removes all faults and lets hanging answers go. */
  clear(): void {
    this.pending = [];
    this.release();
    this.released = this.nextRelease();
  }

  /** Resolves at the next `clear`. */
  untilCleared(): Promise<void> {
    return this.released;
  }

  /**
   * The fault that an arriving request meets; call it once for each. Faults that let the request pass for their `after`
   * count it. What is met is not used up before `strike`.
   */
  meet(endpoint: Endpoint, request: SimulatorRequest): Fault | undefined {
    return this.pending.find((fault) => {
      if (!matches(fault, endpoint, request)) {
        return false;
      }
      const { after = 0 } = fault;
      if (after > 0) {
        fault.after = after - 1;
      }
      return after === 0;
    });
  }

  /** Uses the fault up once. */
  strike(fault: Fault): void {
    if (fault.times !== undefined) {
      fault.times -= 1;
      this.pending = this.pending.filter(({ times }) => times !== 0);
    }
  }

  private nextRelease(): Promise<void> {
    return new Promise((resolve) => {
      this.release = resolve;
    });
  }
}

function matches({ path, kind, match = {} }: Fault, endpoint: Endpoint, { query }: SimulatorRequest): boolean {
  const isStruck = path === endpoint || (path === 'any' && (endpoint === 'metrics' || !isRowKind(kind)));
  return isStruck && Object.entries(match).every(([name, value]) => query.get(name) === value);
}
