import { CustomVariableSupport, type DataQueryRequest, type DataQueryResponse } from '@grafana/data';
import { from, map, type Observable } from 'rxjs';

import { VariableQueryEditor } from './components/VariableQueryEditor';
import { type GenesysQualityDataSource } from './datasource';
import { type GenesysQualityVariableQuery } from './types';

/** Dashboard variables that list agents, queues, skills, forms or evaluators: people see names, queries get ids. */
export class GenesysQualityVariableSupport extends CustomVariableSupport<
  GenesysQualityDataSource,
  GenesysQualityVariableQuery
> {
  override editor = VariableQueryEditor;

  constructor(private readonly datasource: GenesysQualityDataSource) {
    super();
  }

  override getDefaultQuery(): Partial<GenesysQualityVariableQuery> {
    return { entity: 'agent' };
  }

  override query({ targets }: DataQueryRequest<GenesysQualityVariableQuery>): Observable<DataQueryResponse> {
    const entity = targets[0]?.entity ?? 'agent';
    return from(this.datasource.getEntities(entity)).pipe(
      map((entities) => ({ data: entities.map(({ id, name }) => ({ text: name, value: id })) }))
    );
  }
}
