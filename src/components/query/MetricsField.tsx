import React, { useId } from 'react';
import { type ComboboxOption, InlineField, MultiCombobox } from '@grafana/ui';

import { METRICS } from '../../choices';
import { metricsProblem } from '../../validation/query';
import { fieldWidth } from './fieldWidth';
import { type QueryFieldProps } from './QueryFieldProps';

/** The numbers to show, in the order in which they were chosen. */
export function MetricsField({ datasource, query, onChange }: QueryFieldProps) {
  const id = useId();
  const problem = metricsProblem(query.metrics);
  const options: Array<ComboboxOption<string>> = [
    ...METRICS.filter(({ analyticsOnly }) => !analyticsOnly || datasource.api !== 'qualityMetrics').map(
      ({ value, label, description }) => ({ value, label, description })
    ),
    ...datasource.variableReferences().map((value) => ({ value, label: value })),
  ];
  return (
    <div className={fieldWidth}>
      <InlineField
        grow
        label="Metrics"
        tooltip="The numbers to show, in this order. Keep the count beside a score, so that people see what it rests on."
        htmlFor={id}
        invalid={problem !== undefined}
        error={problem}
      >
        <MultiCombobox
          id={id}
          placeholder="Choose metrics"
          options={options}
          value={query.metrics}
          onChange={(chosen) => onChange({ metrics: chosen.map(({ value }) => value) })}
        />
      </InlineField>
    </div>
  );
}
