import type { MetricsRow } from '../genesys/metricsEndpoint';
import type { RowFaultKind } from './fault';

/** Stands for the number too large for a double, until it is text. */
const HUGE = Number.MAX_SAFE_INTEGER;

/**
 * Damages one row of a metrics answer: the first that counts evaluations.
 *
 * @returns the answer's JSON, or undefined when there is no row to damage.
 */
export function damageRows(rows: readonly MetricsRow[], kind: RowFaultKind): string | undefined {
  const target = rows.find(({ metrics }) => metrics.count === undefined || metrics.count.value !== 0);
  if (target === undefined) {
    return undefined;
  }
  const damaged = rows.flatMap((row) => (row === target ? damage(row, kind) : [row]));
  // JSON.stringify would write Infinity as null.
  return JSON.stringify(damaged).replaceAll(String(HUGE), '1e999');
}

function damage(row: MetricsRow, kind: RowFaultKind): MetricsRow[] {
  const { averageScore, count, passRate } = row.metrics;
  const damaged = (metrics: MetricsRow['metrics']): MetricsRow => ({ ...row, metrics: { ...row.metrics, ...metrics } });
  switch (kind) {
    case 'countWithoutScore':
      return [
        damaged({
          ...(averageScore && { averageScore: { ...averageScore, value: null } }),
          ...(passRate && { passRate: { ...passRate, value: null } }),
        }),
      ];
    case 'hugeNumber':
      return [damaged({ averageScore: { value: HUGE, unit: 'percentage' } })];
    case 'negativeCount':
      return [damaged({ count: { value: -1 } })];
    case 'wrongUnit':
      return [damaged({ averageScore: { value: (averageScore?.value ?? 0) / 100, unit: 'ratio' } })];
    case 'duplicateEntity':
      return [row, damaged({ count: { value: (count?.value ?? 0) + 1 } })];
  }
}
