import type { DataQuery, DataSourceRef } from '@grafana/data';

/** The value of a variable that stands on All. */
export const ALL = '$__all';

/** A dashboard variable as the JSON model describes it. */
export interface Variable {
  type: string;
  name: string;
  label?: string;
  multi?: boolean;
  includeAll?: boolean;
  datasource?: DataSourceRef;
  /** A `query` variable's own query, or a `custom` one's text: `Label : value, …`. */
  query?: DataQuery | string;
  current?: { value?: string | string[] };
}

export interface VariableOption {
  text: string;
  value: string;
}

/** A variable with what can be chosen and what is chosen. */
export interface ChosenVariable extends Variable {
  /** Without All. */
  options: VariableOption[];
  /** Values of the options, or `[ALL]`. */
  chosen: string[];
}

/** The options that are chosen, each of them under All. One that the list does not hold stands for itself. */
export function chosenOptions({ chosen, options }: ChosenVariable): VariableOption[] {
  return chosen.includes(ALL)
    ? options
    : chosen.map((value) => options.find((option) => option.value === value) ?? { text: value, value });
}

/** What stays chosen when a variable gets other options, as in Grafana: what is still offered, else All, else the first. */
export function stillChosen({ chosen, includeAll }: ChosenVariable, options: VariableOption[]): string[] {
  const left = chosen.filter((value) => value === ALL || options.some((option) => option.value === value));
  const standard = includeAll ? [ALL] : options.slice(0, 1).map(({ value }) => value);
  return left.length > 0 ? left : standard;
}

/** What is chosen after a change: All goes when something else is chosen, and comes back when nothing is left. */
export function chosenAfter(before: string[], after: string[]): string[] {
  const others = after.filter((value) => value !== ALL);
  return others.length === 0 || (after.includes(ALL) && !before.includes(ALL)) ? [ALL] : others;
}
