import React from 'react';
import { t } from '@grafana/i18n';
import { Alert, Button, Field, FieldSet } from '@grafana/ui';

import { settingsWithDefaults } from '../../defaults';
import { type PassThreshold } from '../../types';
import { passThresholdProblems } from '../../validation/passThresholds';
import { NumberSetting } from './NumberSetting';
import { PassThresholdFields } from './PassThresholdFields';
import { SectionDescription } from './SectionDescription';
import { type SettingsProps } from './SettingsProps';
import { usePublishedForms } from './usePublishedForms';

/** The saved data source, whose forms are listed. */
interface Saved {
  uid: string;
  /** Grows with each save. */
  version?: number;
}

/** What passes; the Quality Metrics API decides that by itself. */
export function ScoringSection(props: SettingsProps & { saved: Saved }) {
  const { stored, settings, problems, disabled, onChange } = props;
  if (settings.api === 'qualityMetrics') {
    return null;
  }
  return (
    <FieldSet label={t('config-editor.scoring.title', 'Scoring')}>
      <SectionDescription>
        {t(
          'config-editor.scoring.description',
          'Only the Analytics API needs this: it knows scores, but not what passes.'
        )}
      </SectionDescription>
      <NumberSetting
        label={t('config-editor.pass-threshold.label', 'Pass threshold')}
        description={t('config-editor.pass-threshold.description', 'An evaluation passes from this score on.')}
        suffix="%"
        min={0}
        max={100}
        value={stored.passThreshold}
        defaultValue={settingsWithDefaults({}).passThreshold}
        problem={problems.passThreshold}
        disabled={disabled}
        onChange={(passThreshold) => onChange({ passThreshold })}
      />
      <Exceptions {...props} />
    </FieldSet>
  );
}

/** Forms that pass from another score on, a row each. */
function Exceptions({ stored, settings, disabled, onChange, saved }: SettingsProps & { saved: Saved }) {
  const exceptions = stored.passThresholds ?? [];
  const forms = usePublishedForms(saved.uid, saved.version, exceptions.length > 0);
  const rowProblems = passThresholdProblems(settings);
  const store = (passThresholds: PassThreshold[]) => onChange({ passThresholds });
  return (
    <>
      {exceptions.map((exception, index) => (
        <PassThresholdFields
          key={index}
          number={index + 1}
          exception={exception}
          passThreshold={settings.passThreshold}
          forms={forms}
          problems={rowProblems[index] ?? {}}
          disabled={disabled}
          onChange={(changed) => store(exceptions.map((other, place) => (place === index ? changed : other)))}
          onRemove={() => store(exceptions.filter((_, place) => place !== index))}
        />
      ))}
      {forms.error && (
        <Alert
          severity="info"
          title={t('config-editor.exception.no-forms', 'The forms cannot be listed yet: save the settings above first')}
        >
          {forms.error}
        </Alert>
      )}
      <Field
        label={t('config-editor.exception.title', 'Exceptions')}
        description={t('config-editor.exception.description', 'For forms that pass from another score on.')}
      >
        <Button
          variant="secondary"
          icon="plus"
          disabled={disabled}
          onClick={() => store([...exceptions, { formId: '' }])}
        >
          {t('config-editor.exception.add', 'Add a form')}
        </Button>
      </Field>
    </>
  );
}
