import React from 'react';
import { t } from '@grafana/i18n';
import { InlineField, RadioButtonGroup } from '@grafana/ui';

import { queryTypeChoices } from '../../choices';
import { type QueryFieldProps } from './QueryFieldProps';

/** Aggregates, or single evaluations. */
export function QueryTypeField({ query, onChange }: QueryFieldProps) {
  const label = t('query-editor.query-type.label', 'Show');
  return (
    <InlineField
      label={label}
      tooltip={t(
        'query-editor.query-type.tooltip',
        'Scores sum evaluations up. Single evaluations list them, to find out what a score is made of.'
      )}
    >
      <RadioButtonGroup<string>
        aria-label={label}
        options={queryTypeChoices()}
        value={query.queryType}
        onChange={(queryType) => onChange({ queryType })}
      />
    </InlineField>
  );
}
