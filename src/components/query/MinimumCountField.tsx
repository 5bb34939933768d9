import React, { useId, useState } from 'react';
import { InlineField, Input } from '@grafana/ui';

import { minimumCountProblem } from '../../validation/query';
import { type QueryFieldProps } from './QueryFieldProps';

/** How many evaluations a score has to rest on. */
export function MinimumCountField({ query: { minimumCount }, onChange }: QueryFieldProps) {
  const id = useId();
  const [text, setText] = useState(String(minimumCount));
  const [known, setKnown] = useState(minimumCount);
  const problem = minimumCountProblem(text);

  // What is being typed is forgotten when another number comes from outside.
  if (known !== minimumCount) {
    setKnown(minimumCount);
    setText(String(minimumCount));
  }

  const commit = () => {
    const trimmed = text.trim();
    if (problem === undefined && trimmed !== String(minimumCount)) {
      onChange({ minimumCount: /^\d+$/.test(trimmed) ? Number(trimmed) : trimmed });
    }
  };

  return (
    <InlineField
      label="Minimum count"
      tooltip="No score is shown that rests on fewer evaluations: a perfect score from a single one misleads."
      htmlFor={id}
      invalid={problem !== undefined}
      error={problem}
    >
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
