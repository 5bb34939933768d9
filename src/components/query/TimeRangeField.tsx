import React from 'react';
import { InlineField, RadioButtonGroup } from '@grafana/ui';

import { TIME_RANGES } from '../../choices';
import { type QueryFieldProps } from './QueryFieldProps';

/** Which time the numbers are about. */
export function TimeRangeField({ query, onChange }: QueryFieldProps) {
  return (
    <InlineField
      label="Time range"
      tooltip="The business day begins at the time in the data source's settings, whatever the dashboard shows."
    >
      <RadioButtonGroup<string>
        aria-label="Time range"
        options={TIME_RANGES}
        value={query.timeRange}
        onChange={(timeRange) => onChange({ timeRange })}
      />
    </InlineField>
  );
}
