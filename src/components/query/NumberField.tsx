import React, { useId, useState } from 'react';
import { InlineField, Input } from '@grafana/ui';

interface Props {
  label: string;
  tooltip: string;
  value: number | string;
  /** Says what is wrong with a text, if anything is. */
  problemOf: (text: string) => string | undefined;
  /** Gets the text, trimmed, once nothing is wrong with it. */
  onChange: (text: string) => void;
}

/** A number, checked while it is typed and stored when that is done: each change asks Genesys Cloud. */
export function NumberField({ label, tooltip, value, problemOf, onChange }: Props) {
  const id = useId();
  const [text, setText] = useState(String(value));
  const [known, setKnown] = useState(value);
  const problem = problemOf(text);

  // What is being typed is forgotten when another number comes from outside.
  if (known !== value) {
    setKnown(value);
    setText(String(value));
  }

  const commit = () => {
    const trimmed = text.trim();
    if (problem === undefined && trimmed !== String(value)) {
      onChange(trimmed);
    }
  };

  return (
    <InlineField label={label} tooltip={tooltip} htmlFor={id} invalid={problem !== undefined} error={problem}>
      <Input
        id={id}
        width={16}
        inputMode="numeric"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={commit}
        onKeyDown={(event) => event.key === 'Enter' && commit()}
      />
    </InlineField>
  );
}
