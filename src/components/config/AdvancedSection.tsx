import React from 'react';
import { t } from '@grafana/i18n';
import { ControlledCollapse } from '@grafana/ui';

import { LimitSettings } from './LimitSettings';
import { type SecretProps } from './SecretSetting';
import { type SettingsProps } from './SettingsProps';
import { StorageSettings } from './StorageSettings';

/** Limits and storage, out of the way: the defaults suit most organizations. */
export function AdvancedSection(props: SettingsProps & { editor: SecretProps }) {
  return (
    <ControlledCollapse label={t('config-editor.advanced.title', 'Advanced settings')} isOpen={false}>
      <LimitSettings {...props} />
      <StorageSettings {...props} />
    </ControlledCollapse>
  );
}
