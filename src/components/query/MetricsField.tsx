import React, { useId } from 'react';
import { t } from '@grafana/i18n';
import { type ComboboxOption, InlineField, MultiCombobox } from '@grafana/ui';

import { metricChoices } from '../../choices';
import { hasMetric } from '../../validation/query';
import { fieldWidth } from './fieldWidth';
import { type QueryFieldProps } from './QueryFieldProps';

/** The numbers to show, in the order in which they were chosen. */
export function MetricsField({ datasource, dialect, query, problems, onChange }: QueryFieldProps) {
  const id = useId();
  const options: Array<ComboboxOption<string>> = [
    // What is stored is shown even where it cannot be asked, with the reason beside it.
    ...metricChoices().filter(({ value }) => hasMetric(dialect, value) || query.metrics.includes(value)),
    ...datasource.variableReferences().map((value) => ({ value, label: value })),
  ];
  return (
    <div className={fieldWidth}>
      <InlineField
        grow
        label={t('query-editor.metrics.label', 'Metrics')}
        tooltip={t(
          'query-editor.metrics.tooltip',
          'The numbers to show, in this order. Keep the count beside a score, so that people see what it rests on.'
        )}
        htmlFor={id}
        invalid={problems.metrics !== undefined}
        error={problems.metrics}
      >
        <MultiCombobox
          id={id}
          placeholder={t('query-editor.metrics.placeholder', 'Choose metrics')}
          options={options}
          value={query.metrics}
          onChange={(chosen) => onChange({ metrics: chosen.map(({ value }) => value) })}
        />
      </InlineField>
    </div>
  );
}
