import React, { useId } from 'react';
import { type QueryEditorProps } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Combobox, Field } from '@grafana/ui';

import { groupByChoices } from '../choices';
import { type GenesysQualityDataSource } from '../datasource';
import {
  type GenesysQualityOptions,
  type GenesysQualityQuery,
  type GenesysQualityVariableQuery,
  type GroupBy,
} from '../types';
import { hasSkills } from '../validation/query';
import { useDialect } from './useDialect';

type Props = QueryEditorProps<
  GenesysQualityDataSource,
  GenesysQualityQuery,
  GenesysQualityOptions,
  GenesysQualityVariableQuery
>;

/** Chooses what a dashboard variable lists. */
export function VariableQueryEditor({ datasource, query, onChange }: Props) {
  const id = useId();
  const dialect = useDialect(datasource);
  const entity = query.entity ?? 'agent';
  const canList = (kind: GroupBy) => kind !== 'skill' || hasSkills(dialect, 'metrics');
  return (
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
        onChange={({ value }) => onChange({ refId: query.refId, entity: value })}
      />
    </Field>
  );
}
