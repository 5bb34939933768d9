import React from 'react';
import { t } from '@grafana/i18n';

import { pluralOf } from '../../choices';
import { dimensionOf, entityKind } from '../../groupBy';
import { UNESCAPED } from '../../unescaped';
import { canChoose } from '../../validation/query';
import { IdsField } from './IdsField';
import { type QueryFieldProps } from './QueryFieldProps';

/** Limits the query to evaluations made with some forms. */
export function EvaluationFormsField({ datasource, query, onChange }: QueryFieldProps) {
  return (
    <IdsField
      datasource={datasource}
      label={t('query-editor.forms.label', 'Evaluation forms')}
      tooltip={t(
        'query-editor.forms.tooltip',
        'Only evaluations made with these forms count. Leave empty for all; scores of different forms are hard to compare.'
      )}
      kind="evaluationForm"
      plural={pluralOf('evaluationForm')}
      ids={query.evaluationFormIds}
      onChange={(evaluationFormIds) => onChange({ evaluationFormIds })}
    />
  );
}

/** Limits the rows to some of the entities; the organization's total has none. */
export function EntitiesField({ datasource, query, onChange }: QueryFieldProps) {
  const dimension = dimensionOf(query.groupBy);
  if (dimension === undefined) {
    return null;
  }
  const kind = entityKind(dimension);
  const plural = pluralOf(kind);
  return (
    <IdsField
      datasource={datasource}
      label={t('query-editor.entities.label', 'Only these {{plural}}', { plural, ...UNESCAPED })}
      tooltip={
        query.queryType === 'evaluations'
          ? t('query-editor.entities.tooltip-evaluations', 'Lists the evaluations of these alone. Leave empty for all.')
          : t(
              'query-editor.entities.tooltip',
              'Shows these alone. Leave empty for all; this costs no requests either way.'
            )
      }
      kind={kind}
      plural={plural}
      ids={query.entityIds}
      onChange={(entityIds) => onChange({ entityIds })}
    />
  );
}

/** Limits the query to conversations of some queues, whatever the rows are about; scores of the Analytics API only. */
export function QueuesField({ datasource, dialect, query, problems, onChange }: QueryFieldProps) {
  if (!canChoose(dialect, query.queryType) && query.queueIds.length === 0) {
    return null;
  }
  return (
    <IdsField
      datasource={datasource}
      label={t('query-editor.queues.label', 'Queues')}
      tooltip={t(
        'query-editor.queues.tooltip',
        'Only evaluations of conversations in these queues count, whatever the rows are about. Leave empty for all.'
      )}
      kind="queue"
      plural={pluralOf('queue')}
      ids={query.queueIds}
      problem={problems.queueIds}
      onChange={(queueIds) => onChange({ queueIds })}
    />
  );
}
