import { PluginType, type DataSourceInstanceSettings, type DataSourcePluginMeta } from '@grafana/data';

import { GenesysQualityDataSource } from '../datasource';
import { type Dialect, type Entity, type GenesysQualityOptions, type GroupBy } from '../types';
import { FakeTemplateSrv, type FakeVariable } from './FakeTemplateSrv';

const meta: DataSourcePluginMeta = {
  id: 'intraday-genesysquality-datasource',
  name: 'Genesys Cloud Quality',
  type: PluginType.datasource,
  info: {
    author: { name: 'Intraday' },
    description: '',
    links: [],
    logos: { small: '', large: '' },
    screenshots: [],
    updated: '',
    version: '',
  },
  module: '',
  baseUrl: '',
};

/** The settings that Grafana gives a data source in the browser. */
export function instanceSettings(
  jsonData: GenesysQualityOptions = {}
): DataSourceInstanceSettings<GenesysQualityOptions> {
  return {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- Grafana's type requires it
    id: 1,
    uid: 'quality',
    type: meta.id,
    name: meta.name,
    access: 'proxy',
    readOnly: false,
    meta,
    jsonData,
  };
}

/**
 * A data source whose variables, entities and dialect a test gives. A kind of entity that is not given fails to load,
 * and so does the dialect unless the settings name it.
 */
export function testDataSource({
  variables = [],
  entities = {},
  dialect,
  jsonData,
}: {
  variables?: FakeVariable[];
  entities?: Partial<Record<GroupBy, Entity[]>>;
  dialect?: Dialect;
  jsonData?: GenesysQualityOptions;
} = {}): GenesysQualityDataSource {
  const datasource = new GenesysQualityDataSource(instanceSettings(jsonData), new FakeTemplateSrv(variables));
  jest.spyOn(datasource, 'getEntities').mockImplementation(async (groupBy) => {
    const list = entities[groupBy];
    if (!list) {
      throw new Error(`Could not load ${groupBy}: no permission`);
    }
    return list;
  });
  jest.spyOn(datasource, 'getDialect').mockImplementation(async () => {
    if (!dialect) {
      throw new Error('Genesys Cloud does not answer');
    }
    return dialect;
  });
  return datasource;
}
