import { hasVariable } from '../interpolation';

/** Checks the chosen metrics. */
export function metricsProblem(metrics: string[]): string | undefined {
  return metrics.length > 0 ? undefined : 'Choose at least one metric.';
}

const MOST = 2 ** 31 - 1;

/** Checks a minimum count as it is typed; a template variable may stand for it. */
export function minimumCountProblem(minimumCount: number | string): string | undefined {
  const text = String(minimumCount).trim();
  return hasVariable(text) || (/^\d+$/.test(text) && Number(text) <= MOST)
    ? undefined
    : 'Enter a whole number such as 3, or a variable such as $minimum.';
}
