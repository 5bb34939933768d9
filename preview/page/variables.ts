import type { DataQueryRequest, MetricFindValue } from '@grafana/data';
import { getDataSourceSrv, getTemplateSrv } from '@grafana/runtime';
import { from, lastValueFrom } from 'rxjs';
import { type ChosenVariable, stillChosen, type Variable, type VariableOption } from './chosen';
import type { DashboardTemplateSrv } from './templates';

/**
 * Reads the variables' options, and what the address (`var-name=…`) or else the dashboard chooses of them. One after the
 * other, since a variable may depend on those before it.
 */
export async function loadVariables(variables: Variable[], address: URLSearchParams): Promise<ChosenVariable[]> {
  let loaded: ChosenVariable[] = [];
  for (const variable of variables) {
    const options = await optionsOf(variable);
    const given = address.getAll(`var-${variable.name}`);
    const saved = [variable.current?.value ?? []].flat();
    const first = options.slice(0, 1).map(({ value }) => value);
    const chosen = [given, saved, first].find(({ length }) => length > 0) ?? [];
    loaded = publish([...loaded, { ...variable, options, chosen }]);
  }
  return loaded;
}

/** Reads the options anew that depend on other variables, and lets go of what is chosen and not offered any more. */
export async function reloadDependents(variables: ChosenVariable[]): Promise<ChosenVariable[]> {
  let loaded = publish(variables);
  for (const variable of variables) {
    if (getTemplateSrv().containsTemplate(JSON.stringify(variable.query ?? ''))) {
      // As in Grafana, a list that cannot be read leaves what is chosen as it is.
      const options = await optionsOf(variable).catch(() => undefined);
      if (!options) {
        continue;
      }
      const changed = { ...variable, options, chosen: stillChosen(variable, options) };
      loaded = publish(loaded.map((one) => (one.name === variable.name ? changed : one)));
    }
  }
  return loaded;
}

/** Puts the choices where queries take them from: into the template service. */
function publish(variables: ChosenVariable[]): ChosenVariable[] {
  // The page's own, set when it started.
  (getTemplateSrv() as DashboardTemplateSrv).setVariables(variables);
  return variables;
}

async function optionsOf({ type, datasource, query }: Variable): Promise<VariableOption[]> {
  if (type === 'datasource') {
    const standard = getDataSourceSrv().getInstanceSettings();
    return standard ? [{ text: standard.name, value: standard.uid }] : [];
  }
  if (typeof query === 'string') {
    return query.split(',').map((choice) => {
      const [text = '', value = text] = choice.split(' : ').map((part) => part.trim());
      return { text, value };
    });
  }
  const source = await getDataSourceSrv().get(datasource);
  if (!source.variables || !('query' in source.variables) || !source.variables.query) {
    throw new Error(`${source.name} lists nothing for variables.`);
  }
  // Of a request the plugin's variables read no more.
  const request = { targets: [query], scopedVars: {} } as unknown as DataQueryRequest;
  const { data } = await lastValueFrom(from(source.variables.query(request)));
  return (data as MetricFindValue[]).map(({ text, value }) => ({ text, value: String(value ?? text) }));
}
