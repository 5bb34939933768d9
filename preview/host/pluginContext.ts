import type { PluginContext } from './messages';

/** A data source as Grafana keeps it, its secrets decrypted. */
export interface DataSourceSettings {
  id: number;
  uid: string;
  name: string;
  jsonData: Record<string, unknown>;
  secureJsonData: Record<string, string>;
  /** When it was last saved, Unix milliseconds: the plugin builds a new instance when this changes. */
  updated: number;
}

/** Which plugin is asked, and in whose Grafana. */
export interface PluginIdentity {
  id: string;
  version: string;
}

/** What Grafana sends along with every request: org, user, its own configuration and the data source's settings. */
export function pluginContext(plugin: PluginIdentity, dataSource: DataSourceSettings, orgId = 1): PluginContext {
  return {
    orgId,
    pluginId: plugin.id,
    pluginVersion: plugin.version,
    namespace: orgId === 1 ? 'default' : `org-${orgId}`,
    userAgent: 'Grafana/12.3.0 (linux; amd64)',
    user: { login: 'viewer', name: 'Viewer', email: 'viewer@localhost', role: 'Viewer' },
    grafanaConfig: { GF_APP_URL: 'http://localhost:3000/', GF_DATAPROXY_ROW_LIMIT: '1000000' },
    dataSourceInstanceSettings: {
      id: dataSource.id,
      uid: dataSource.uid,
      name: dataSource.name,
      url: '',
      jsonData: Buffer.from(JSON.stringify(dataSource.jsonData)),
      decryptedSecureJsonData: dataSource.secureJsonData,
      lastUpdatedMS: dataSource.updated,
    },
  };
}
