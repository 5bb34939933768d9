import React from 'react';
import { t } from '@grafana/i18n';
import { FieldSet } from '@grafana/ui';

import { SecretSetting, type SecretProps } from './SecretSetting';
import { type SettingsProps } from './SettingsProps';
import { TextSetting } from './TextSetting';

/** Where answers are kept. */
export function StorageSettings({
  stored,
  problems,
  disabled,
  onChange,
  editor,
}: SettingsProps & { editor: SecretProps }) {
  return (
    <FieldSet label={t('config-editor.storage.title', 'Storage')}>
      <TextSetting
        label={t('config-editor.store-path.label', 'Store file')}
        description={t(
          'config-editor.store-path.description',
          'Where answers are kept, so that a restart asks nothing twice. Empty chooses a place; the health check says which.'
        )}
        placeholder="/var/lib/grafana/genesys-quality.db"
        value={stored.storePath}
        problem={problems.storePath}
        disabled={disabled}
        onChange={(storePath) => onChange({ storePath })}
      />
      <TextSetting
        label={t('config-editor.shared-store.label', 'Shared store URL')}
        description={t(
          'config-editor.shared-store.description',
          'A Redis or Valkey, when several Grafana servers share the work. Empty for one server.'
        )}
        placeholder="rediss://redis.example.com:6379/0"
        value={stored.sharedStoreUrl}
        problem={problems.sharedStoreUrl}
        disabled={disabled}
        onChange={(sharedStoreUrl) => onChange({ sharedStoreUrl })}
      />
      <SecretSetting
        secret="sharedStorePassword"
        label={t('config-editor.shared-store-password.label', 'Shared store password')}
        description={t('config-editor.shared-store-password.description', 'Stored encrypted, like the client secret.')}
        editor={editor}
      />
    </FieldSet>
  );
}
