import type { Fault } from '../../simulator/faults/fault';
import type { FaultCase } from './faultCase';
import { ANALYTICS, outage, SCORES, WORKDAY, type Outage } from './outage';
import type { RawUpstream, Script } from './rawUpstream';
import type { SimulatedUpstream } from './upstream';

export const METRICS = '/quality/metrics';
export const AGGREGATES = '/aggregates/query';

/** A token, the failed question, two more for later looks after very short back-offs, and the good one. */
export const CALLS = 5;
/** The same, and the names of the agents. */
export const ANALYTICS_CALLS = CALLS + 1;

/** What an outage must say for itself; the rest is as it always is, unless it says otherwise. */
type Short<One extends SimulatedUpstream | RawUpstream> = Pick<Outage<One>, 'name' | 'given' | 'status' | 'says'> &
  Partial<Outage<One>>;

/** A fault of the simulator's, on the questions of either dialect. */
export function simulated(fault: Omit<Fault, 'path'>, short: Short<SimulatedUpstream>): FaultCase {
  const analytics = short.jsonData?.api === ANALYTICS.api;
  return outage<SimulatedUpstream>({
    upstream: (scene) => scene.simulated(),
    panel: WORKDAY,
    strike: ({ control }) => control.addFault({ path: analytics ? 'evaluationAggregates' : 'metrics', ...fault }),
    lift: ({ control }) => control.clearFaults(),
    mostCalls: analytics ? ANALYTICS_CALLS : CALLS,
    ...short,
  });
}

/** An answer written byte by byte. */
export function raw(script: Script, short: Short<RawUpstream>): FaultCase {
  const analytics = short.jsonData?.api === ANALYTICS.api;
  return outage<RawUpstream>({
    upstream: (scene) => scene.raw(),
    panel: SCORES,
    strike: (upstream) => void (upstream.script = script),
    lift: (upstream) => void (upstream.script = {}),
    mostCalls: analytics ? ANALYTICS_CALLS : CALLS,
    ...short,
  });
}
