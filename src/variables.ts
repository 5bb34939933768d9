import { CustomVariableSupport, type DataQueryRequest, type DataQueryResponse } from '@grafana/data';
import { from, map, type Observable } from 'rxjs';

import { VariableQueryEditor } from './components/VariableQueryEditor';
import { type GenesysQualityDataSource } from './datasource';
import { type GenesysQualityVariableQuery } from './types';

/**
 * Dashboard variables that list agents, queues, skills, forms or evaluators: people see names, queries get ids. A list may
 * depend on the forms that another variable chooses; Grafana then asks again whenever that one changes.
 */
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

  override query(request: DataQueryRequest<GenesysQualityVariableQuery>): Observable<DataQueryResponse> {
    const { refId = '', entity = 'agent', evaluationFormIds } = request.targets[0] ?? {};
    const filled = this.datasource.applyTemplateVariables({ refId, evaluationFormIds }, request.scopedVars);
    return from(this.datasource.getEntities(entity, filled.evaluationFormIds)).pipe(
      map((entities) => ({ data: entities.map(({ id, name }) => ({ text: name, value: id })) }))
    );
  }
}
