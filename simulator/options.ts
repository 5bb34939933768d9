import { DIALECTS, type Dialect } from './genesys/dialect';

/** Everything that decides how a simulator behaves. */
export interface SimulatorOptions {
  /** Address to listen on. */
  host: string;
  /** Port to listen on, 0 for a free one. */
  port: number;
  /** Decides the whole data set: same seed and clock, same numbers. */
  seed: number;
  /** IANA name of the contact centre's time zone. */
  timeZone: string;
  /** Number of agents; 0 leaves only evaluations that were added. */
  agents: number;
  clientId: string;
  clientSecret: string;
  /** Seconds that a token lives. */
  tokenLifetime: number;
  /** Requests that any 60 seconds may hold. */
  requestsPerMinute: number;
  /** Percentage of window batches that arrive late. */
  lateBatches: number;
  /** Percentage of evaluations without a queue. */
  noQueue: number;
  /** Percentage of evaluations that AI has scored, without an evaluator. */
  aiScored: number;
  /** Percentage of evaluations that belong to a calibration. */
  calibrations: number;
  /** Percentage of users, agents and evaluators, whom the directory does not know any more. */
  deletedUsers: number;
  /** Which of Genesys Cloud's APIs answer. */
  dialects: Dialect[];
  /** Whether aggregate queries may have views. */
  views: boolean;
  /** Longest interval of an aggregate query, in days. */
  maxIntervalDays: number;
  /** Whether a search of evaluations tells how many it has found. */
  searchTotal: boolean;
  /** What the OAuth client may do. */
  scopes: string[];
  /** Where the clock starts, milliseconds since the Unix epoch; the real time when left out. */
  now?: number;
  /** Simulated seconds per real second; 0 holds the clock still. */
  speed: number;
}

/** How the simulator runs when nothing is said. */
export const DEFAULT_OPTIONS: SimulatorOptions = {
  host: '127.0.0.1',
  port: 8085,
  seed: 1,
  timeZone: 'UTC',
  agents: 240,
  clientId: 'demo',
  clientSecret: 'demo-secret',
  tokenLifetime: 3600,
  requestsPerMinute: 100,
  lateBatches: 5,
  noQueue: 0,
  aiScored: 0,
  calibrations: 0,
  deletedUsers: 0,
  dialects: [...DIALECTS],
  views: false,
  maxIntervalDays: 93,
  searchTotal: false,
  scopes: ['quality:readonly', 'analytics:readonly'],
  speed: 1,
};
