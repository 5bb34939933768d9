import type { Scene } from './scene';

/** The groups of the suite, in the order of the document, and how many cases each has. */
export const GROUP_SIZES = {
  HTTP: 24,
  transport: 20,
  payload: 20,
  token: 12,
  store: 16,
  Redis: 14,
  'clock and DST': 12,
  lifecycle: 10,
} as const;

export type Group = keyof typeof GROUP_SIZES;

/** A fault, what it may do to whoever looks at a panel, and what it may cost. */
export interface FaultCase {
  /** Short, and unique in its group. */
  name: string;
  /** What is broken, in a sentence. */
  given: string;
  /** What a panel is served meanwhile, in a sentence. */
  served: string;
  /** The most requests that Genesys Cloud may get over the whole case, tokens, names and the recovery included. */
  mostCalls: number;
  /** How it looks when the fault is over, in a sentence. */
  recovery: string;
  /** Brings the fault about and asserts what `served` and `recovery` say; calls count from `Scene.count` on. */
  run: (scene: Scene) => Promise<void>;
}
