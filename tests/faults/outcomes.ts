import { join } from 'node:path';

import { root } from '../../scripts/run';
import type { FaultCase, Group } from './faultCase';

/** Where a run leaves how its cases came out, a file for each group. */
export const OUTCOMES = join(root, 'test-results', 'faults');

/** How a case came out. */
export interface Outcome extends FaultCase {
  /** Requests that Genesys Cloud got; left out while the case has not come to its end. */
  calls?: number;
  passed: boolean;
}

/** The path of a group's outcomes. */
export function outcomesOf(group: Group): string {
  return join(OUTCOMES, `${group.replaceAll(' ', '-')}.json`);
}
