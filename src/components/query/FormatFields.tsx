import React, { useId } from 'react';
import { InlineField, InlineSwitch, RadioButtonGroup } from '@grafana/ui';

import { FORMATS } from '../../choices';
import { type QueryFieldProps } from './QueryFieldProps';

/** The shape of the answer, with what only some shapes have. */
export function FormatFields({ query, onChange }: QueryFieldProps) {
  const id = useId();
  return (
    <>
      <InlineField label="Format" tooltip="Choose what the panel draws. All three work in alert rules.">
        <RadioButtonGroup<string>
          aria-label="Format"
          options={FORMATS}
          value={query.format}
          onChange={(format) => onChange({ format })}
        />
      </InlineField>
      {query.format === 'timeseries' && (
        <InlineField
          label="Running total"
          tooltip="Each point covers everything since the start of the time range. Switch off for each interval by itself."
          htmlFor={`${id}-running`}
        >
          <InlineSwitch
            id={`${id}-running`}
            value={query.running}
            onChange={(event) => onChange({ running: event.currentTarget.checked })}
          />
        </InlineField>
      )}
      {query.format !== 'table' && (
        <InlineField
          label="Name in labels"
          tooltip="Switch off in alert rules that should stay the same alert when somebody is renamed."
          htmlFor={`${id}-name`}
        >
          <InlineSwitch
            id={`${id}-name`}
            value={query.nameLabel}
            onChange={(event) => onChange({ nameLabel: event.currentTarget.checked })}
          />
        </InlineField>
      )}
    </>
  );
}
