import {
  type DataContextScopedVar,
  formattedValueToString,
  getDisplayProcessor,
  type ScopedVars,
  type TypedVariableModel,
} from '@grafana/data';
import type { TemplateSrv } from '@grafana/runtime';
import { type ChosenVariable, chosenOptions, type VariableOption } from './chosen';

const VARIABLE = /\$(\w+)|\[\[(\w+?)(?::(\w+))?\]\]|\$\{(\w+)(?:\.([^:}]+))?(?::(\w+))?\}/g;
const DATA_FIELD = /^fields\.(\w+)$/;

/** Grafana's `TemplateSrv`, with the variables of the dashboard that is shown. */
export interface DashboardTemplateSrv extends TemplateSrv {
  setVariables(variables: ChosenVariable[]): void;
}

/**
 * Knows scoped variables, the dashboard's own, and `${__data.fields.name}` for a field of the row that is shown. An
 * unknown variable stays as it is. Formats: functions, `csv`, `queryparam` and `text`; anything else is Grafana's glob.
 */
export function templateSrv(): DashboardTemplateSrv {
  let variables: ChosenVariable[] = [];
  return {
    setVariables: (chosen) => (variables = chosen),
    // The plugin reads name and current value; Grafana's model holds much more.
    getVariables: () =>
      variables.map(({ type, name, chosen }) => ({ type, name, current: { value: chosen } })) as TypedVariableModel[],
    containsTemplate: (target) => target !== undefined && target.match(VARIABLE) !== null,
    updateTimeRange: () => undefined,
    replace: (target = '', scopedVars: ScopedVars = {}, format) =>
      target.replace(VARIABLE, (match, bare, bracketed, bracketedFormat, braced, path, bracedFormat) => {
        const name: string = bare ?? bracketed ?? braced;
        if (name === '__data') {
          return dataField(path, scopedVars) ?? match;
        }
        const variable = variables.find((candidate) => candidate.name === name);
        const scoped = scopedVars[name];
        if (!variable && scoped?.value === undefined) {
          return match;
        }
        const options = scoped?.value === undefined && variable ? chosenOptions(variable) : [optionOf(scoped)];
        const isList = scoped?.value === undefined && variable?.multi === true;
        if (scoped?.value === undefined && variable && (bracedFormat ?? format) === 'queryparam') {
          // A link keeps All as All, whatever the options will be then.
          return parameters(name, variable.chosen);
        }
        return formatted(name, options, isList, bracketedFormat ?? bracedFormat ?? format);
      }),
  };
}

function optionOf(scoped: ScopedVars[string]): VariableOption {
  return { text: String(scoped?.text ?? scoped?.value), value: String(scoped?.value) };
}

function formatted(name: string, options: VariableOption[], isList: boolean, format: unknown): string {
  const values = options.map(({ value }) => value);
  if (typeof format === 'function') {
    return format(isList ? values : (values[0] ?? ''), { name });
  }
  switch (format) {
    case 'text':
      return options.map(({ text }) => text).join(' + ');
    case 'csv':
      return values.join(',');
    case 'queryparam':
      return parameters(name, values);
    default:
      return values.length === 1 ? (values[0] ?? '') : `{${values.join(',')}}`;
  }
}

function parameters(name: string, values: string[]): string {
  return values.map((value) => `var-${name}=${encodeURIComponent(value)}`).join('&');
}

function dataField(path: string | undefined, { __dataContext }: ScopedVars): string | undefined {
  const name = DATA_FIELD.exec(path ?? '')?.[1];
  const { frame, rowIndex }: Partial<DataContextScopedVar['value']> = __dataContext?.value ?? {};
  const field = frame?.fields.find((candidate) => candidate.name === name);
  if (!field || rowIndex === undefined) {
    return undefined;
  }
  const display = field.display ?? getDisplayProcessor();
  return formattedValueToString(display(field.values[rowIndex]));
}
