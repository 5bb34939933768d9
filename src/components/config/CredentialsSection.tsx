import React from 'react';
import { t } from '@grafana/i18n';
import { FieldSet } from '@grafana/ui';

import { SecretSetting, type SecretProps } from './SecretSetting';
import { SectionDescription } from './SectionDescription';
import { type SettingsProps } from './SettingsProps';
import { TextSetting } from './TextSetting';

/** The OAuth client that reads scores. */
export function CredentialsSection({
  stored,
  problems,
  disabled,
  onChange,
  editor,
}: SettingsProps & { editor: SecretProps }) {
  return (
    <FieldSet label={t('config-editor.credentials.title', 'OAuth client')}>
      <SectionDescription>
        {t(
          'config-editor.credentials.description',
          'In Genesys Cloud, under Admin, Integrations, OAuth, an administrator creates a client with the grant type Client Credentials. Give it a role that may only read evaluations: this plugin never writes.'
        )}
      </SectionDescription>
      <TextSetting
        label={t('config-editor.client-id.label', 'Client ID')}
        required
        placeholder="6d1b5c0e-…"
        value={stored.clientId}
        problem={problems.clientId}
        disabled={disabled}
        onChange={(clientId) => onChange({ clientId })}
      />
      <SecretSetting
        secret="clientSecret"
        label={t('config-editor.client-secret.label', 'Client secret')}
        description={t(
          'config-editor.client-secret.description',
          'Stored encrypted. It cannot be read again here, only replaced.'
        )}
        required
        editor={editor}
      />
    </FieldSet>
  );
}
