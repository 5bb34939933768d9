/** The APIs that can answer for evaluations: the guide's `GET /api/v2/quality/metrics`, and that of public organizations. */
export const DIALECTS = ['qualityMetrics', 'analytics'] as const;
export type Dialect = (typeof DIALECTS)[number];

export function isDialect(text: string): text is Dialect {
  return DIALECTS.some((dialect) => dialect === text);
}
