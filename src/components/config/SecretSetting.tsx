import React, { useId } from 'react';
import {
  updateDatasourcePluginResetOption,
  updateDatasourcePluginSecureJsonDataOption,
  type DataSourcePluginOptionsEditorProps,
} from '@grafana/data';
import { Field, SecretInput } from '@grafana/ui';

import { type GenesysQualityOptions, type GenesysQualitySecureOptions } from '../../types';
import { settingWidth } from './settingWidth';

/** What a secret needs: Grafana's own props, since secrets are stored apart from the other settings. */
export type SecretProps = DataSourcePluginOptionsEditorProps<GenesysQualityOptions, GenesysQualitySecureOptions>;

interface Props {
  secret: keyof GenesysQualitySecureOptions;
  label: string;
  description: string;
  required?: boolean;
  editor: SecretProps;
}

/** A secret. A stored one is never shown, and only its reset button makes room for another. */
export function SecretSetting({ secret, label, description, required, editor }: Props) {
  const id = useId();
  const { secureJsonFields, secureJsonData, readOnly } = editor.options;
  const reset = () => {
    if (!readOnly) {
      updateDatasourcePluginResetOption(editor, secret);
    }
  };
  return (
    <Field
      className={settingWidth}
      label={label}
      description={description}
      required={required}
      htmlFor={id}
      disabled={readOnly}
    >
      <SecretInput
        id={id}
        autoComplete="new-password"
        isConfigured={Boolean(secureJsonFields?.[secret])}
        value={secureJsonData?.[secret] ?? ''}
        onReset={reset}
        onChange={(event) => updateDatasourcePluginSecureJsonDataOption(editor, secret, event.currentTarget.value)}
      />
    </Field>
  );
}
