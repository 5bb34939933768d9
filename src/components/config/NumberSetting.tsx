import React, { useId } from 'react';
import { Field, Input } from '@grafana/ui';

interface Props {
  label: string;
  description: string;
  /** As stored: `undefined` shows the default as a placeholder. */
  value: number | undefined;
  defaultValue: number;
  suffix?: string;
  min: number;
  max?: number;
  problem: string | undefined;
  disabled: boolean;
  onChange: (value: number | undefined) => void;
}

/** A number, checked while it is typed; empty is the default. */
export function NumberSetting(props: Props) {
  const { label, description, value, defaultValue, suffix, min, max, problem, disabled, onChange } = props;
  const id = useId();
  return (
    <Field
      label={label}
      description={description}
      htmlFor={id}
      invalid={problem !== undefined}
      error={problem}
      disabled={disabled}
    >
      <Input
        id={id}
        type="number"
        width={20}
        min={min}
        max={max}
        suffix={suffix}
        value={value ?? ''}
        placeholder={String(defaultValue)}
        onChange={({ currentTarget }) => onChange(currentTarget.value === '' ? undefined : Number(currentTarget.value))}
      />
    </Field>
  );
}
