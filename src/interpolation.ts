import { type ScopedVars } from '@grafana/data';
import { type TemplateSrv } from '@grafana/runtime';

import { ALL_VALUE, normalizedIds } from './ids';

/** `$name`, `${name}`, `${name.field}`, `${name:format}`, `[[name]]` and `[[name:format]]`, as Grafana reads them. */
const REFERENCE = /\$(\w+)|\$\{(\w+)(\.[^:}]+)?(?::[^}]+)?\}|\[\[(\w+?)(?::\w+)?\]\]/g;

/** What a variable stands for: its values, all of its options if `all`, none at all if empty. */
interface Selection {
  all: boolean;
  values: string[];
}

/** Whether a text holds a template variable, known or not. */
export function hasVariable(text: string): boolean {
  return text.search(REFERENCE) >= 0;
}

/** Whether the dashboard's variable stands on All; a panel that is repeated for one of its values does not. */
function standsOnAll(name: string, templateSrv: TemplateSrv): boolean {
  const variable = templateSrv.getVariables().find((candidate) => candidate.name === name);
  if (!variable || !('current' in variable)) {
    return false;
  }
  const { value } = variable.current;
  return Array.isArray(value) ? value.includes(ALL_VALUE) : value === ALL_VALUE;
}

/** A custom value for All, or a text box, may list several ids: no Genesys Cloud id holds a comma. */
function listed(text: string): string[] {
  return text.split(',');
}

/**
 * Asks Grafana for a variable's values instead of their text: a format function sees them before they are joined.
 * A custom value for All comes as text, past the function. `undefined`: there is no such variable.
 */
function selectionOf(name: string, field: string, scopedVars: ScopedVars, srv: TemplateSrv): Selection | undefined {
  const reference = `\${${name}${field}}`;
  let values: string[] | undefined;
  let isList = false;
  const text = srv.replace(reference, scopedVars, (value: unknown) => {
    isList = Array.isArray(value);
    values = [value].flat().map(String).flatMap(listed);
    return '';
  });
  if (values === undefined) {
    return text === reference ? undefined : { all: false, values: text === '' ? [] : listed(text) };
  }
  // All arrives as the list of the options, a repeated panel's own value as one value.
  const all = isList && scopedVars[name] === undefined && standsOnAll(name, srv);
  return { all, values: values.filter((value) => value !== '') };
}

/** Every text that an entry stands for: text around a variable is kept with each of its values. */
function expanded(entry: string, scopedVars: ScopedVars, templateSrv: TemplateSrv): Selection {
  let texts = [''];
  let end = 0;
  let all = false;
  for (const match of entry.matchAll(REFERENCE)) {
    const [reference, plain, braced, field = '', bracketed] = match;
    const selection = selectionOf(plain ?? braced ?? bracketed ?? '', field, scopedVars, templateSrv);
    all ||= selection?.all === true && reference === entry.trim();
    const between = entry.slice(end, match.index);
    const values = selection?.values ?? [reference];
    texts = texts.flatMap((before) => values.map((value) => before + between + value));
    end = match.index + reference.length;
  }
  return { all, values: texts.map((before) => before + entry.slice(end)) };
}

/**
 * Fills in the variables of a list of ids. All becomes `[]`, however many options there are; a variable without a
 * value becomes `''`, which matches nothing; an unknown one stays as it is written, for the backend to refuse.
 */
export function interpolatedIds(entries: string[], scopedVars: ScopedVars, templateSrv: TemplateSrv): string[] {
  const ids = entries.flatMap((entry) => {
    const { all, values } = expanded(entry, scopedVars, templateSrv);
    if (all) {
      return [ALL_VALUE];
    }
    return values.length > 0 ? values : [''];
  });
  return normalizedIds(ids);
}

/**
 * Fills in the variables of a list of choices, such as metrics. All is every option of the variable. A variable
 * without a value stays as it is written: leaving it out would ask for something else.
 */
export function interpolatedChoices(entries: string[], scopedVars: ScopedVars, templateSrv: TemplateSrv): string[] {
  if (!entries.some(hasVariable)) {
    return entries;
  }
  const choices = entries.flatMap((entry) => {
    const { values } = expanded(entry, scopedVars, templateSrv);
    return values.length > 0 ? values.map((value) => value.trim()) : [entry];
  });
  return [...new Set(choices)];
}

/** Fills in the variable of a single choice; one without a value stays as it is written. */
export function interpolatedChoice(entry: string, scopedVars: ScopedVars, templateSrv: TemplateSrv): string {
  return hasVariable(entry) ? templateSrv.replace(entry, scopedVars, 'csv') || entry : entry;
}

/** Fills in the variable of a number. What is no number then is left for the backend, which says so. */
export function interpolatedNumber(entry: string, scopedVars: ScopedVars, templateSrv: TemplateSrv): number | string {
  const text = interpolatedChoice(entry, scopedVars, templateSrv).trim();
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}
