import { DataSourcePlugin } from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';

import { ConfigEditor } from './components/ConfigEditor';
import { QueryEditor } from './components/QueryEditor';
import { QueryEditorHelp } from './components/QueryEditorHelp';
import { GenesysQualityDataSource } from './datasource';
import pluginJson from './plugin.json';
import { type GenesysQualityOptions, type GenesysQualityQuery, type GenesysQualitySecureOptions } from './types';

// Grafana loads the texts of its language from locales/; the English ones stand in the code.
await initPluginTranslations(pluginJson.id);

/** What Grafana loads. */
export const plugin = new DataSourcePlugin<
  GenesysQualityDataSource,
  GenesysQualityQuery,
  GenesysQualityOptions,
  GenesysQualitySecureOptions
>(GenesysQualityDataSource)
  .setConfigEditor(ConfigEditor)
  .setQueryEditor(QueryEditor)
  .setQueryEditorHelp(QueryEditorHelp);
