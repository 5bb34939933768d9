import React, { useId } from 'react';
import { type QueryEditorProps } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Combobox, Field, Stack } from '@grafana/ui';

import { groupByChoices, pluralOf } from '../choices';
import { type GenesysQualityDataSource } from '../datasource';
import { normalizedIds } from '../ids';
import {
  type GenesysQualityOptions,
  type GenesysQualityQuery,
  type GenesysQualityVariableQuery,
  type GroupBy,
} from '../types';
import { hasSkills } from '../validation/query';
import { IdsField } from './query/IdsField';
import { useDialect } from './useDialect';

type Props = QueryEditorProps<
  GenesysQualityDataSource,
  GenesysQualityQuery,
  GenesysQualityOptions,
  GenesysQualityVariableQuery
>;

/** Chooses what a dashboard variable lists, and of which evaluation forms. */
export function VariableQueryEditor({ datasource, query, onChange }: Props) {
  const id = useId();
  const dialect = useDialect(datasource);
  const { refId, entity = 'agent', evaluationFormIds } = query;
  const canList = (kind: GroupBy) => kind !== 'skill' || hasSkills(dialect, 'metrics');
  const change = (changed: Partial<GenesysQualityVariableQuery>) =>
    onChange({ refId, entity, ...(evaluationFormIds && { evaluationFormIds }), ...changed });
  return (
    <Stack direction="column">
      <Field
        label={t('variable-editor.list.label', 'List')}
        description={t('variable-editor.list.description', 'People choose by name; queries get the ids.')}
        htmlFor={id}
        noMargin
        invalid={!canList(entity)}
        error={t('variable-editor.list.no-skills', 'The Analytics API knows no skills: choose something else to list.')}
      >
        <Combobox<GroupBy>
          id={id}
          width={30}
          options={groupByChoices()
            .filter(({ value }) => canList(value) || value === entity)
            .map(({ value, plural }) => ({ value, label: plural[0]?.toUpperCase() + plural.slice(1) }))}
          value={entity}
          onChange={({ value }) => change({ entity: value })}
        />
      </Field>
      <IdsField
        datasource={datasource}
        label={t('variable-editor.forms.label', 'Evaluation forms')}
        tooltip={t(
          'variable-editor.forms.tooltip',
          'Lists those alone that have evaluations on these forms in the last 7 days; of forms, these alone. Choose a variable such as $form to have the list depend on it. Leave empty for all.'
        )}
        kind="evaluationForm"
        plural={pluralOf('evaluationForm')}
        ids={normalizedIds(evaluationFormIds ?? [])}
        onChange={(ids) => change({ evaluationFormIds: ids })}
      />
    </Stack>
  );
}
