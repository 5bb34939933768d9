import type { DataQueryRequest, MetricFindValue } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { from, lastValueFrom } from 'rxjs';
import type { ChosenVariable, Variable, VariableOption } from './chosen';

/** Reads the variables' options, and what the address (`var-name=…`) or else the dashboard chooses of them. */
export function loadVariables(variables: Variable[], address: URLSearchParams): Promise<ChosenVariable[]> {
  return Promise.all(
    variables.map(async (variable) => {
      const options = await optionsOf(variable);
      const given = address.getAll(`var-${variable.name}`);
      const saved = [variable.current?.value ?? []].flat();
      const first = options.slice(0, 1).map(({ value }) => value);
      return { ...variable, options, chosen: [given, saved, first].find(({ length }) => length > 0) ?? [] };
    })
  );
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
  // Of a request the plugin's variables read the query alone.
  const request = { targets: [query] } as DataQueryRequest;
  const { data } = await lastValueFrom(from(source.variables.query(request)));
  return (data as MetricFindValue[]).map(({ text, value }) => ({ text, value: String(value ?? text) }));
}
