/** Grafana's value of a variable whose All is selected. */
export const ALL_VALUE = '$__all';

/**
 * A list of ids as the backend reads it: trimmed, each once, in order. `[]` is all, and so is any list with `$__all`.
 * Empty entries beside ids say nothing, but a list of empty entries alone is `['']`: it matches nothing, never all.
 */
export function normalizedIds(ids: string[]): string[] {
  if (ids.includes(ALL_VALUE)) {
    return [];
  }
  const distinct = [...new Set(ids.map((id) => id.trim()))];
  const named = distinct.filter((id) => id !== '');
  return named.length > 0 ? named : distinct;
}
