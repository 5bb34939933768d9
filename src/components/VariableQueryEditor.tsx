import React, { useId } from 'react';
import { type QueryEditorProps } from '@grafana/data';
import { Combobox, Field } from '@grafana/ui';

import { GROUP_BYS } from '../choices';
import { type GenesysQualityDataSource } from '../datasource';
import {
  type GenesysQualityOptions,
  type GenesysQualityQuery,
  type GenesysQualityVariableQuery,
  type GroupBy,
} from '../types';

type Props = QueryEditorProps<
  GenesysQualityDataSource,
  GenesysQualityQuery,
  GenesysQualityOptions,
  GenesysQualityVariableQuery
>;

/** Chooses what a dashboard variable lists. */
export function VariableQueryEditor({ query, onChange }: Props) {
  const id = useId();
  return (
    <Field label="List" description="People choose by name; queries get the ids." htmlFor={id} noMargin>
      <Combobox<GroupBy>
        id={id}
        width={30}
        options={GROUP_BYS.map(({ value, plural }) => ({ value, label: plural[0]?.toUpperCase() + plural.slice(1) }))}
        value={query.entity ?? 'agent'}
        onChange={({ value }) => onChange({ refId: query.refId, entity: value })}
      />
    </Field>
  );
}
