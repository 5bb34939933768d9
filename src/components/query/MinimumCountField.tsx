import React from 'react';
import { t } from '@grafana/i18n';

import { minimumCountProblem } from '../../validation/query';
import { NumberField } from './NumberField';
import { type QueryFieldProps } from './QueryFieldProps';

/** How many evaluations a score has to rest on; a template variable may stand for it. */
export function MinimumCountField({ query, onChange }: QueryFieldProps) {
  return (
    <NumberField
      label={t('query-editor.minimum-count.label', 'Minimum count')}
      tooltip={t(
        'query-editor.minimum-count.tooltip',
        'No score is shown that rests on fewer evaluations: a perfect score from a single one misleads.'
      )}
      value={query.minimumCount}
      problemOf={minimumCountProblem}
      onChange={(text) => onChange({ minimumCount: /^\d+$/.test(text) ? Number(text) : text })}
    />
  );
}
