import React from 'react';
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
    <FieldSet label="OAuth client">
      <SectionDescription>
        In Genesys Cloud, under Admin, Integrations, OAuth, an administrator creates a client with the grant type Client
        Credentials. Give it a role that may only read evaluations: this plugin never writes.
      </SectionDescription>
      <TextSetting
        label="Client ID"
        required
        placeholder="6d1b5c0e-…"
        value={stored.clientId}
        problem={problems.clientId}
        disabled={disabled}
        onChange={(clientId) => onChange({ clientId })}
      />
      <SecretSetting
        secret="clientSecret"
        label="Client secret"
        description="Stored encrypted. It cannot be read again here, only replaced."
        required
        editor={editor}
      />
    </FieldSet>
  );
}
