import React, { useId } from 'react';
import { t } from '@grafana/i18n';
import { Combobox, Field } from '@grafana/ui';

import { regionChoices } from '../../regions';
import { settingWidth } from './settingWidth';

interface Props {
  region: string | undefined;
  problem: string | undefined;
  disabled: boolean;
  onChange: (region: string) => void;
}

/** Chooses one of Genesys Cloud's regions, or takes the host name of a newer one. */
export function RegionSetting({ region, problem, disabled, onChange }: Props) {
  const id = useId();
  return (
    <Field
      className={settingWidth}
      label={t('config-editor.region.label', 'Region')}
      description={t(
        'config-editor.region.description',
        'Choose from the list, or type the host name of a region that is not in it yet.'
      )}
      required
      htmlFor={id}
      invalid={problem !== undefined}
      error={problem}
      disabled={disabled}
    >
      <Combobox
        id={id}
        placeholder="mypurecloud.ie"
        options={regionChoices()}
        value={region || null}
        createCustomValue
        onChange={({ value }) => onChange(value.trim())}
        disabled={disabled}
      />
    </Field>
  );
}
