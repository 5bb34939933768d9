import type { ProvisionedDataSource } from './provisioning';

/** A data source as Grafana's API shows it: which secrets are set, never what they are. */
export interface DataSourceView {
  id: number;
  uid: string;
  orgId: number;
  name: string;
  type: string;
  access: 'proxy';
  url: string;
  user: string;
  database: string;
  basicAuth: boolean;
  basicAuthUser: string;
  withCredentials: boolean;
  isDefault: boolean;
  readOnly: boolean;
  jsonData: Record<string, unknown>;
  secureJsonFields: Record<string, boolean>;
}

/** The provisioned data sources, with the changes made in the config editor kept in memory. */
export class DataSources {
  private readonly byUid: Map<string, ProvisionedDataSource>;

  constructor(
    provisioned: ProvisionedDataSource[],
    private readonly now: () => number = Date.now
  ) {
    this.byUid = new Map(provisioned.map((dataSource) => [dataSource.uid, dataSource]));
  }

  get(uid: string): ProvisionedDataSource | undefined {
    return this.byUid.get(uid);
  }

  list(): DataSourceView[] {
    return [...this.byUid.values()].map(view);
  }

  view(uid: string): DataSourceView | undefined {
    const dataSource = this.byUid.get(uid);
    return dataSource && view(dataSource);
  }

  /**
   * Saves what the config editor sends. As in Grafana a secret is changed by sending it, and stays as it is
   * when it is left out; an empty one is removed.
   */
  update(uid: string, change: { jsonData?: Record<string, unknown>; secureJsonData?: Record<string, string> }): void {
    const stored = this.byUid.get(uid);
    if (!stored) {
      return;
    }
    const secrets = Object.entries({ ...stored.secureJsonData, ...change.secureJsonData });
    this.byUid.set(uid, {
      ...stored,
      jsonData: change.jsonData ?? stored.jsonData,
      secureJsonData: Object.fromEntries(secrets.filter(([, secret]) => secret !== '')),
      // The plugin takes up new settings only when this has changed, and two saves may share a millisecond.
      updated: Math.max(this.now(), stored.updated + 1),
    });
  }
}

function view(dataSource: ProvisionedDataSource): DataSourceView {
  const { id, uid, name, type, isDefault, readOnly, jsonData, secureJsonData } = dataSource;
  return {
    id,
    uid,
    orgId: 1,
    name,
    type,
    access: 'proxy',
    url: '',
    user: '',
    database: '',
    basicAuth: false,
    basicAuthUser: '',
    withCredentials: false,
    isDefault,
    readOnly,
    jsonData,
    secureJsonFields: Object.fromEntries(Object.keys(secureJsonData).map((key) => [key, true])),
  };
}
