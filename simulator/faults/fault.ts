/** Faults that replace the answer. */
export const REPLACING_KINDS = ['status', 'html', 'empty', 'reset', 'redirect'] as const;
/** Faults that delay the answer. */
export const DELAYING_KINDS = ['hang', 'slow'] as const;
/** Faults that damage the rows of a metrics answer. */
export const ROW_KINDS = ['countWithoutScore', 'hugeNumber', 'duplicateEntity', 'negativeCount', 'wrongUnit'] as const;
export const FAULT_KINDS = [...REPLACING_KINDS, ...DELAYING_KINDS, ...ROW_KINDS, 'truncated'] as const;

/** Which requests a fault can strike; `any` is every Genesys request. */
export const FAULT_PATHS = [
  'token',
  'metrics',
  'tokensMe',
  'evaluationAggregates',
  'evaluationSearch',
  'users',
  'queues',
  'publishedForms',
  'any',
] as const;

/**
 * How a `truncated` answer ends: halfway through a body announced by Content-Length, halfway through a chunked one, or
 * as a complete HTTP answer that holds half of the JSON.
 */
export const CUTS = ['contentLength', 'chunked', 'json'] as const;

export type FaultPath = (typeof FAULT_PATHS)[number];
export type FaultKind = (typeof FAULT_KINDS)[number];
export type RowFaultKind = (typeof ROW_KINDS)[number];

/** A fault to strike the next answers with. */
export interface Fault {
  path: FaultPath;
  kind: FaultKind;
  /** How many answers it strikes; all until cleared when left out. */
  times?: number;
  /** How many requests that it matches pass before it strikes; none when left out. */
  after?: number;
  /** `status`: the HTTP status, 503 when left out. */
  status?: number;
  /** `status`: the Retry-After header, in seconds or as an HTTP date. */
  retryAfter?: number | string;
  /** `slow`: how long to wait, in real milliseconds; 1000 when left out. */
  delayMs?: number;
  /** `redirect`: where to; a path of the simulator that answers 404 when left out. */
  location?: string;
  /** `truncated`: `contentLength` when left out. */
  cut?: (typeof CUTS)[number];
  /** Strikes only requests with these query parameters. */
  match?: { groupBy?: string; evaluationFormId?: string };
}

/** Whether the fault damages the rows of a metrics answer. */
export function isRowKind(kind: FaultKind): kind is RowFaultKind {
  return ROW_KINDS.some((known) => known === kind);
}
