import React from 'react';
import { t } from '@grafana/i18n';

import { limitProblem } from '../../validation/query';
import { NumberField } from './NumberField';
import { type QueryFieldProps } from './QueryFieldProps';

/** How many single evaluations are listed at most. */
export function LimitField({ query, onChange }: QueryFieldProps) {
  return (
    <NumberField
      label={t('query-editor.limit.label', 'Limit')}
      tooltip={t(
        'query-editor.limit.tooltip',
        'The most evaluations to list, the newest first. Genesys Cloud is asked once for every hundred.'
      )}
      value={query.limit}
      problemOf={limitProblem}
      onChange={(text) => onChange({ limit: Number(text) })}
    />
  );
}
