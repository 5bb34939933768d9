import {
  type DataSourceApi,
  type DataSourceInstanceSettings,
  type DataSourcePluginMeta,
  type DataSourceRef,
  PluginType,
} from '@grafana/data';
import type { DataSourceSrv } from '@grafana/runtime';
import { plugin } from '../../src/module';
import pluginJson from '../../src/plugin.json';
import type { DataSourceView } from '../server/dataSources';

/** The plugin's own data source class, created from the provisioned settings. */
export type PluginDataSource = InstanceType<typeof plugin.DataSourceClass>;

const meta: DataSourcePluginMeta = {
  id: pluginJson.id,
  name: pluginJson.name,
  type: PluginType.datasource,
  module: '',
  baseUrl: `/public/plugins/${pluginJson.id}`,
  backend: true,
  info: {
    author: pluginJson.info.author,
    description: pluginJson.info.description,
    links: [],
    logos: { small: '', large: '' },
    screenshots: [],
    updated: '',
    version: '',
  },
};

/** Grafana's `DataSourceSrv` over the provisioned data sources. */
export function dataSourceSrv(views: DataSourceView[]): DataSourceSrv {
  const settings = views.map(instanceSettings);
  const sources = new Map<string, DataSourceApi>();

  const getInstanceSettings = (ref?: DataSourceRef | string | null) => {
    const named = typeof ref === 'string' ? ref : ref?.uid;
    // Dashboards name their data source by a variable; here it stands for the default one.
    const uid = named?.startsWith('$') ? undefined : named;
    return settings.find((one) => (uid ? one.uid === uid || one.name === uid : one.isDefault));
  };

  return {
    getInstanceSettings,
    getList: () => settings,
    reload: async () => undefined,
    registerRuntimeDataSource: () => undefined,
    async get(ref) {
      const found = getInstanceSettings(ref);
      if (!found) {
        throw new Error(`Datasource ${JSON.stringify(ref)} was not found`);
      }
      const source = sources.get(found.uid) ?? createDataSource(found);
      sources.set(found.uid, source);
      return source;
    },
  };
}

function createDataSource(settings: DataSourceInstanceSettings): DataSourceApi {
  // The settings come from the plugin's own editor or provisioning; their type is the plugin's to check.
  const source = new plugin.DataSourceClass(settings as ConstructorParameters<typeof plugin.DataSourceClass>[0]);
  source.meta = meta;
  // Grafana, too, handles every data source as one that takes any query.
  return source as unknown as DataSourceApi;
}

function instanceSettings(view: DataSourceView): DataSourceInstanceSettings {
  const { id, uid, name, type, jsonData, isDefault, readOnly } = view;
  return { id, uid, name, type, jsonData, isDefault, readOnly, access: 'proxy', meta };
}
