import {
  type CoreApp,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceInstanceSettings,
  type ScopedVars,
} from '@grafana/data';
import { t } from '@grafana/i18n';
import { DataSourceWithBackend, getTemplateSrv, isFetchError, type TemplateSrv } from '@grafana/runtime';
import { map, type Observable } from 'rxjs';

import { pluralOf } from './choices';
import { newQuery, settingsWithDefaults, type DefaultedSettings } from './defaults';
import { interpolatedChoice, interpolatedChoices, interpolatedIds, interpolatedNumber } from './interpolation';
import { FrameMemory } from './live/FrameMemory';
import { LiveChannels } from './live/LiveChannels';
import { liveQuery } from './live/liveQuery';
import { type LiveRequest } from './live/LiveRequest';
import { queryDisplayText } from './queryDisplayText';
import { type Dialect, type Entity, type GenesysQualityOptions, type GenesysQualityQuery, type GroupBy } from './types';
import { UNESCAPED } from './unescaped';
import { GenesysQualityVariableSupport } from './variables';

/**
 * Hands queries to the backend, which does everything that has to do with numbers: alerts never run this file. Only
 * template variables are filled in here, since the browser alone knows their values.
 */
export class GenesysQualityDataSource extends DataSourceWithBackend<GenesysQualityQuery, GenesysQualityOptions> {
  /** As saved, with defaults. */
  readonly settings: DefaultedSettings;

  private dialect: Promise<Dialect> | undefined;
  private readonly channels: LiveChannels;
  private readonly frames = new FrameMemory();

  constructor(
    instanceSettings: DataSourceInstanceSettings<GenesysQualityOptions>,
    private readonly templateSrv: TemplateSrv = getTemplateSrv()
  ) {
    super(instanceSettings);
    this.settings = settingsWithDefaults(instanceSettings.jsonData);
    // Genesys Cloud delivers in quarter hours: a finer interval has nothing new.
    this.interval = '15m';
    this.channels = new LiveChannels(this.uid, (request) => this.nameChannel(request));
    this.variables = new GenesysQualityVariableSupport(this);
  }

  /** Live queries answer whenever a number changes, until the panel leaves; the others once. */
  override query(request: DataQueryRequest<GenesysQualityQuery>): Observable<DataQueryResponse> {
    const fillIn = (query: GenesysQualityQuery) => this.applyTemplateVariables(query, request.scopedVars);
    const filled = { ...request, targets: request.targets.map(fillIn) };
    return liveQuery(request, this.channels, fillIn, (part) => super.query(part)).pipe(
      map((response) => this.frames.keep(filled, response))
    );
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
   * The entities of one kind, by name: all, or those with evaluations on some forms. The forms' ids hold no variables.
   * Source: the backend's resource `entities/{groupBy}`. Fails with a sentence that says what could not be loaded and why.
   */
  async getEntities(groupBy: GroupBy, evaluationFormIds: string[] = []): Promise<Entity[]> {
    const params = evaluationFormIds.length > 0 ? { evaluationFormId: evaluationFormIds } : undefined;
    try {
      return await this.getResource<Entity[]>(`entities/${groupBy}`, params, { showErrorAlert: false });
    } catch (cause) {
      const values = { plural: pluralOf(groupBy), reason: reasonOf(cause), ...UNESCAPED };
      throw new Error(t('datasource.entities-failed', 'Could not load the {{plural}}: {{reason}}', values), { cause });
    }
  }

  /**
   * The API that answers, of which editors offer what it can do. Source: the settings, or the backend's resource
   * `dialect` where they leave it to the backend to find out; its answer is kept. Fails as the backend does.
   */
  async getDialect(): Promise<Dialect> {
    const { api } = this.settings;
    if (api !== 'auto') {
      return api;
    }
    this.dialect ??= this.getResource<{ dialect: Dialect }>('dialect', undefined, { showErrorAlert: false }).then(
      ({ dialect }) => dialect
    );
    try {
      return await this.dialect;
    } catch (cause) {
      this.dialect = undefined;
      throw cause;
    }
  }

  /** The path of a live query's channel. Source: the backend's resource `live`. */
  private async nameChannel(request: LiveRequest): Promise<string> {
    const { path } = await this.postResource<{ path: string }>('live', request, { showErrorAlert: false });
    return path;
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
