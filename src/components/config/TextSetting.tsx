import React, { useId } from 'react';
import { Field, Input } from '@grafana/ui';

import { settingWidth } from './settingWidth';

interface Props {
  label: string;
  description?: string;
  required?: boolean;
  placeholder?: string;
  value: string | undefined;
  /** Shown once there is something to complain about: an empty field is not scolded before it is filled in. */
  problem: string | undefined;
  disabled: boolean;
  onChange: (value: string) => void;
}

/** A line of text, checked while it is typed. */
export function TextSetting({ label, description, required, placeholder, value, problem, disabled, onChange }: Props) {
  const id = useId();
  const invalid = Boolean(value) && problem !== undefined;
  return (
    <Field
      className={settingWidth}
      label={label}
      description={description}
      required={required}
      htmlFor={id}
      invalid={invalid}
      error={problem}
      disabled={disabled}
    >
      <Input
        id={id}
        value={value ?? ''}
        placeholder={placeholder}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </Field>
  );
}
