import { type CoreApp, type DataSourceInstanceSettings, type ScopedVars } from '@grafana/data';
import { DataSourceWithBackend, getTemplateSrv, isFetchError, type TemplateSrv } from '@grafana/runtime';

import { GROUP_BYS } from './choices';
import { newQuery, settingsWithDefaults } from './defaults';
import { interpolatedChoice, interpolatedChoices, interpolatedIds, interpolatedNumber } from './interpolation';
import { queryDisplayText } from './queryDisplayText';
import { type Api, type Entity, type GenesysQualityOptions, type GenesysQualityQuery, type GroupBy } from './types';
import { GenesysQualityVariableSupport } from './variables';

/**
 * Hands queries to the backend, which does everything that has to do with numbers: alerts never run this file. Only
 * template variables are filled in here, since the browser alone knows their values.
 */
export class GenesysQualityDataSource extends DataSourceWithBackend<GenesysQualityQuery, GenesysQualityOptions> {
  /** The API dialect in the settings; editors leave out what it cannot answer. */
  readonly api: Api;

  constructor(
    instanceSettings: DataSourceInstanceSettings<GenesysQualityOptions>,
    private readonly templateSrv: TemplateSrv = getTemplateSrv()
  ) {
    super(instanceSettings);
    this.api = settingsWithDefaults(instanceSettings.jsonData).api;
    // Genesys Cloud delivers in quarter hours: a finer interval has nothing new.
    this.interval = '15m';
    this.variables = new GenesysQualityVariableSupport(this);
  }

  override getDefaultQuery(app: CoreApp): Partial<GenesysQualityQuery> {
    return newQuery(app);
  }

  override filterQuery(query: GenesysQualityQuery): boolean {
    // An incomplete query goes to the backend too: it says what is missing, where a left out one shows nothing.
    return !query.hide;
  }

  override getQueryDisplayText(query: GenesysQualityQuery): string {
    return queryDisplayText(query);
  }

  /** Fills in the template variables of the keys that are set; repeated panels and rows bring their own values. */
  override applyTemplateVariables(query: GenesysQualityQuery, scopedVars: ScopedVars): GenesysQualityQuery {
    const filled = { ...query };
    for (const key of ['evaluationFormIds', 'entityIds', 'queueIds'] as const) {
      filled[key] = query[key] && interpolatedIds(query[key], scopedVars, this.templateSrv);
    }
    for (const key of ['groupBy', 'metrics'] as const) {
      filled[key] = query[key] && interpolatedChoices(query[key], scopedVars, this.templateSrv);
    }
    for (const key of ['timeRange', 'format', 'scoredBy'] as const) {
      filled[key] = query[key] && interpolatedChoice(query[key], scopedVars, this.templateSrv);
    }
    if (typeof query.minimumCount === 'string') {
      filled.minimumCount = interpolatedNumber(query.minimumCount, scopedVars, this.templateSrv);
    }
    return filled;
  }

  /** Makes queries independent of the dashboard, for Explore; they keep this data source. */
  override interpolateVariablesInQueries(
    queries: GenesysQualityQuery[],
    scopedVars: ScopedVars
  ): GenesysQualityQuery[] {
    return queries.map((query) => ({ ...this.applyTemplateVariables(query, scopedVars), datasource: this.getRef() }));
  }

  /**
   * All entities of one kind, by name. Source: the backend's resource `entities/{groupBy}`.
   * Fails with a sentence that says what could not be loaded and why.
   */
  async getEntities(groupBy: GroupBy): Promise<Entity[]> {
    try {
      return await this.getResource<Entity[]>(`entities/${groupBy}`, undefined, { showErrorAlert: false });
    } catch (cause) {
      const plural = GROUP_BYS.find(({ value }) => value === groupBy)?.plural;
      throw new Error(`Could not load the ${plural}: ${reasonOf(cause)}`, { cause });
    }
  }

  /** The dashboard's variables as they are written in a query, `$name`. */
  variableReferences(): string[] {
    return this.templateSrv.getVariables().map(({ name }) => `$${name}`);
  }
}

function reasonOf(cause: unknown): string {
  if (isFetchError<{ message?: string }>(cause)) {
    return cause.data?.message || cause.statusText || `HTTP status ${cause.status}`;
  }
  return cause instanceof Error ? cause.message : String(cause);
}
