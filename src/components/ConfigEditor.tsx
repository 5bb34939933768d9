import React from 'react';
import { type DataSourcePluginOptionsEditorProps } from '@grafana/data';
import { t, Trans } from '@grafana/i18n';
import { Alert, TextLink } from '@grafana/ui';

import { settingsWithDefaults } from '../defaults';
import { type GenesysQualityOptions, type GenesysQualitySecureOptions } from '../types';
import { settingsProblems } from '../validation/settings';
import { AdvancedSection } from './config/AdvancedSection';
import { BusinessDaySection } from './config/BusinessDaySection';
import { ConnectionSection } from './config/ConnectionSection';
import { CredentialsSection } from './config/CredentialsSection';
import { ScoringSection } from './config/ScoringSection';
import { SectionDescription } from './config/SectionDescription';

type Props = DataSourcePluginOptionsEditorProps<GenesysQualityOptions, GenesysQualitySecureOptions>;

/** The data source's configuration page. */
export function ConfigEditor(editor: Props) {
  const { options, onOptionsChange } = editor;
  const { jsonData, secureJsonData, secureJsonFields } = options;
  const isSet = (secret: keyof GenesysQualitySecureOptions) =>
    Boolean(secureJsonFields?.[secret] || secureJsonData?.[secret]);
  const props = {
    stored: jsonData,
    settings: settingsWithDefaults(jsonData),
    problems: settingsProblems(jsonData, {
      clientSecret: isSet('clientSecret'),
      sharedStorePassword: isSet('sharedStorePassword'),
    }),
    disabled: options.readOnly === true,
    onChange: (change: Partial<GenesysQualityOptions>) =>
      onOptionsChange({ ...options, jsonData: { ...jsonData, ...change } }),
  };
  return (
    <>
      <SectionDescription>
        <Trans
          i18nKey="config-editor.introduction"
          defaults="Shows evaluation scores of Genesys Cloud. Fields with an asterisk are required; the <docs>documentation</docs> says where to find what goes into them."
          components={{ docs: <DocumentationLink /> }}
        />
      </SectionDescription>
      <ConnectionSection {...props} />
      <CredentialsSection {...props} editor={editor} />
      <Alert severity="info" title={t('config-editor.privacy.title', 'Who can see scores')}>
        {t(
          'config-editor.privacy.description',
          'Everybody who may query this data source sees the names and evaluation scores of everybody whom the OAuth client may see, whatever they may see in Genesys Cloud. Limit who may query it under Permissions.'
        )}
      </Alert>
      <BusinessDaySection {...props} />
      <ScoringSection {...props} saved={options} />
      <AdvancedSection {...props} editor={editor} />
    </>
  );
}

/** `Trans` fills in the words. */
function DocumentationLink({ children }: { children?: string | string[] }) {
  return (
    <TextLink href="https://github.com/intraday/genesys-cloud-quality" external inline>
      {children ?? ''}
    </TextLink>
  );
}
