import { type DataContextScopedVar, formattedValueToString, getDisplayProcessor, type ScopedVars } from '@grafana/data';
import type { TemplateSrv } from '@grafana/runtime';

const VARIABLE = /\$(\w+)|\[\[(\w+?)(?::\w+)?\]\]|\$\{(\w+)(?:\.([^:}]+))?(?::(\w+))?\}/g;
const DATA_FIELD = /^fields\.(\w+)$/;

/**
 * Grafana's `TemplateSrv` for dashboards without variables of their own: it knows scoped variables, and
 * `${__data.fields.name}` for a field of the row that is shown. An unknown variable stays as it is.
 */
export function templateSrv(): TemplateSrv {
  return {
    getVariables: () => [],
    containsTemplate: (target) => target !== undefined && target.match(VARIABLE) !== null,
    updateTimeRange: () => undefined,
    replace: (target = '', scopedVars: ScopedVars = {}, format) =>
      target.replace(VARIABLE, (match, bare, bracketed, braced, path) => {
        const name: string = bare ?? bracketed ?? braced;
        if (name === '__data') {
          return dataField(path, scopedVars) ?? match;
        }
        const value: unknown = scopedVars[name]?.value;
        if (value === undefined) {
          return match;
        }
        return typeof format === 'function' ? format(value, {}) : String(value);
      }),
  };
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
