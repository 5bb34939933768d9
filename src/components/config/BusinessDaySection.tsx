import React, { useId, useMemo } from 'react';
import { t } from '@grafana/i18n';
import { Combobox, Field, FieldSet } from '@grafana/ui';

import { SectionDescription } from './SectionDescription';
import { settingWidth } from './settingWidth';
import { type SettingsProps } from './SettingsProps';
import { TextSetting } from './TextSetting';

/** When "today" begins for queries whose time range is the business day. */
export function BusinessDaySection({ stored, settings, problems, disabled, onChange }: SettingsProps) {
  const id = useId();
  const timeZones = useMemo(
    () => [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])].map((value) => ({ value, label: value })),
    []
  );
  return (
    <FieldSet label={t('config-editor.business-day.title', 'Business day')}>
      <SectionDescription>
        {t(
          'config-editor.business-day.description',
          'Queries can ask for today, from the start of the business day until now.'
        )}
      </SectionDescription>
      <Field
        className={settingWidth}
        label={t('config-editor.time-zone.label', 'Time zone')}
        description={t(
          'config-editor.time-zone.description',
          'Where the business day begins. Daylight saving time is taken into account.'
        )}
        htmlFor={id}
        invalid={problems.timeZone !== undefined}
        error={problems.timeZone}
        disabled={disabled}
      >
        <Combobox
          id={id}
          options={timeZones}
          value={settings.timeZone}
          createCustomValue
          onChange={({ value }) => onChange({ timeZone: value.trim() })}
          disabled={disabled}
        />
      </Field>
      <TextSetting
        label={t('config-editor.day-start.label', 'Start of the business day')}
        description={t('config-editor.day-start.description', 'As HH:MM, on a quarter hour.')}
        placeholder="08:00"
        value={stored.businessDayStart}
        problem={problems.businessDayStart}
        disabled={disabled}
        onChange={(businessDayStart) => onChange({ businessDayStart })}
      />
    </FieldSet>
  );
}
