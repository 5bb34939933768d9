import { DataSourcePlugin } from '@grafana/data';

import { ConfigEditor } from './components/ConfigEditor';
import { QueryEditor } from './components/QueryEditor';
import { GenesysQualityDataSource } from './datasource';
import { type GenesysQualityOptions, type GenesysQualityQuery, type GenesysQualitySecureOptions } from './types';

/** What Grafana loads. */
export const plugin = new DataSourcePlugin<
  GenesysQualityDataSource,
  GenesysQualityQuery,
  GenesysQualityOptions,
  GenesysQualitySecureOptions
>(GenesysQualityDataSource)
  .setConfigEditor(ConfigEditor)
  .setQueryEditor(QueryEditor);
