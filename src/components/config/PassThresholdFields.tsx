import React, { useId } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Combobox, type ComboboxOption, Field, useStyles2 } from '@grafana/ui';

import { type DefaultedSettings } from '../../defaults';
import { type PassThreshold } from '../../types';
import { UNESCAPED } from '../../unescaped';
import { type PassThresholdProblems } from '../../validation/passThresholds';
import { type LoadedEntities } from '../useEntities';
import { NumberSetting } from './NumberSetting';

interface Props {
  /** Counted from 1. */
  number: number;
  /** As stored, which is what inputs show. */
  exception: PassThreshold;
  passThreshold: DefaultedSettings['passThreshold'];
  forms: LoadedEntities;
  problems: PassThresholdProblems;
  disabled: boolean;
  onChange: (exception: PassThreshold) => void;
  onRemove: () => void;
}

/** What passes with one form: its scores, and a button that removes the exception. */
export function PassThresholdFields(props: Props) {
  const { number, exception, passThreshold, forms, problems, disabled, onChange, onRemove } = props;
  const styles = useStyles2(getStyles);
  const id = useId();
  const { formId } = exception;
  const options: Array<ComboboxOption<string>> = (forms.entities ?? []).map(({ id, name }) => ({
    value: id,
    label: name,
    description: id,
  }));
  // An empty field is not scolded before it is filled in.
  const formProblem = formId ? problems.formId : undefined;
  const name = options.find(({ value }) => value === formId)?.label ?? formId;
  return (
    <div
      role="group"
      aria-label={t('config-editor.exception.label', 'Exception {{number}}', { number })}
      className={styles.row}
    >
      <Field
        className={styles.form}
        label={t('config-editor.exception.form', 'Evaluation form')}
        description={t('config-editor.exception.form-description', 'Choose a form, or type its id.')}
        required
        htmlFor={id}
        invalid={formProblem !== undefined}
        error={formProblem}
        disabled={disabled}
      >
        <Combobox
          id={id}
          options={options}
          value={formId ? { value: formId, label: name } : null}
          createCustomValue
          customValueDescription={t('config-editor.exception.custom', 'Use as an id')}
          loading={!forms.entities && !forms.error}
          disabled={disabled}
          onChange={({ value }) => onChange({ ...exception, formId: value.trim() })}
        />
      </Field>
      <NumberSetting
        label={t('config-editor.exception.pass-score', 'Pass score')}
        description={t('config-editor.exception.pass-score-description', 'Passes from this score on.')}
        suffix="%"
        min={0}
        max={100}
        value={exception.passScore}
        defaultValue={passThreshold}
        problem={problems.passScore}
        disabled={disabled}
        onChange={(passScore) => onChange({ ...exception, passScore })}
      />
      <NumberSetting
        label={t('config-editor.exception.critical-score', 'Critical score')}
        description={t('config-editor.exception.critical-score-description', 'And this one in critical questions.')}
        suffix="%"
        min={0}
        max={100}
        value={exception.criticalScore}
        defaultValue={0}
        problem={problems.criticalScore}
        disabled={disabled}
        onChange={(criticalScore) => onChange({ ...exception, criticalScore })}
      />
      <Button
        className={styles.remove}
        variant="secondary"
        icon="trash-alt"
        aria-label={
          name
            ? t('config-editor.exception.remove-form', 'Remove the exception for {{name}}', { name, ...UNESCAPED })
            : t('config-editor.exception.remove', 'Remove exception {{number}}', { number })
        }
        disabled={disabled}
        onClick={onRemove}
      />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({ display: 'flex', flexWrap: 'wrap', columnGap: theme.spacing(2), alignItems: 'flex-start' }),
  form: css({ width: 320, maxWidth: '100%' }),
  // Beside the inputs, below their labels and descriptions.
  remove: css({ marginTop: theme.spacing(4.5) }),
});
