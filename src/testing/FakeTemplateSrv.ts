import { type ScopedVars, type TypedVariableModel } from '@grafana/data';
import { type TemplateSrv } from '@grafana/runtime';

/** A dashboard variable as a test describes it. */
export interface FakeVariable {
  name: string;
  /** What is selected: `$__all`, or a list with it, is All. */
  value: string | string[];
  options?: string[];
  /** A custom value for All. */
  allValue?: string;
}

const REFERENCE = /\$(\w+)|\[\[(\w+?)(?::(\w+))?\]\]|\$\{(\w+)(?:\.([^:^}]+))?(?::([^}]+))?\}/g;

/**
 * Fills in variables the way a Grafana dashboard does: All becomes the list of the options unless there is a custom
 * value for it, which is taken as it is; a format in the text beats the one that is asked for; a variable of a
 * repeated panel hides the dashboard's.
 */
export class FakeTemplateSrv implements TemplateSrv {
  constructor(
    private readonly variables: FakeVariable[],
    /** Values that a repeated panel has without naming them in its scoped variables, as dashboards do today. */
    private readonly repeated: Record<string, string> = {}
  ) {}

  getVariables(): TypedVariableModel[] {
    const models = this.variables.map(({ name, value, allValue }) => ({
      type: 'custom',
      name,
      allValue,
      current: { value, text: value },
    }));
    // Tests need no more of Grafana's model than this.
    return models as unknown as TypedVariableModel[];
  }

  replace(target = '', scopedVars: ScopedVars = {}, format?: string | Function): string {
    return target.replace(REFERENCE, (match, plain, bracketed, bracketedFormat, braced, field, bracedFormat) => {
      const name = plain ?? bracketed ?? braced;
      const value = this.valueOf(name, scopedVars);
      if (value === undefined) {
        return match;
      }
      if (typeof value === 'object' && 'custom' in value) {
        return value.custom;
      }
      const formatted = bracketedFormat ?? bracedFormat ?? format;
      if (typeof formatted === 'function') {
        return formatted(value, { name });
      }
      const values = [value].flat();
      return formatted === 'csv' || values.length === 1 ? values.join(',') : `{${values.join(',')}}`;
    });
  }

  containsTemplate(target = ''): boolean {
    return target.search(REFERENCE) >= 0;
  }

  updateTimeRange(): void {}

  private valueOf(name: string, scopedVars: ScopedVars): string | string[] | { custom: string } | undefined {
    const own = scopedVars[name]?.value ?? this.repeated[name];
    const variable = this.variables.find((candidate) => candidate.name === name);
    if (own !== undefined || !variable) {
      return own;
    }
    if ([variable.value].flat()[0] !== '$__all') {
      return variable.value;
    }
    return variable.allValue ? { custom: variable.allValue } : (variable.options ?? []);
  }
}
