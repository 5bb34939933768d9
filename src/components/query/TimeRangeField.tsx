import React from 'react';
import { t } from '@grafana/i18n';
import { InlineField, RadioButtonGroup } from '@grafana/ui';

import { timeRangeChoices } from '../../choices';
import { type QueryFieldProps } from './QueryFieldProps';

/** Which time the numbers are about. */
export function TimeRangeField({ query, onChange }: QueryFieldProps) {
  const label = t('query-editor.time-range.label', 'Time range');
  return (
    <InlineField
      label={label}
      tooltip={t(
        'query-editor.time-range.tooltip',
        "The business day begins at the time in the data source's settings, whatever the dashboard shows."
      )}
    >
      <RadioButtonGroup<string>
        aria-label={label}
        options={timeRangeChoices()}
        value={query.timeRange}
        onChange={(timeRange) => onChange({ timeRange })}
      />
    </InlineField>
  );
}
