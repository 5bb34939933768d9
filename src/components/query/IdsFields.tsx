import React, { useId } from 'react';
import { type ComboboxOption, InlineField, MultiCombobox } from '@grafana/ui';

import { GROUP_BYS } from '../../choices';
import { type GenesysQualityDataSource } from '../../datasource';
import { dimensionOf, entityKind } from '../../groupBy';
import { type GroupBy } from '../../types';
import { useEntities } from '../useEntities';
import { fieldWidth } from './fieldWidth';
import { type QueryFieldProps } from './QueryFieldProps';

interface IdsFieldProps {
  datasource: GenesysQualityDataSource;
  label: string;
  tooltip: string;
  /** Whose names are offered; variables and typed ids can be chosen for every kind. */
  kind: GroupBy | undefined;
  plural: string;
  ids: string[];
  onChange: (ids: string[]) => void;
}

/** Chooses ids by name. Why names are missing stands in the list itself. */
function IdsField({ datasource, label, tooltip, kind, plural, ids, onChange }: IdsFieldProps) {
  const id = useId();
  const { entities, error } = useEntities(datasource, kind);
  const options: Array<ComboboxOption<string>> = [
    ...(error ? [{ value: `error: ${error}`, label: error, infoOption: true }] : []),
    ...datasource.variableReferences().map((value) => ({ value, label: value })),
    ...(entities ?? []).map((entity) => ({ value: entity.id, label: entity.name })),
  ];
  return (
    <div className={fieldWidth}>
      <InlineField grow label={label} tooltip={tooltip} htmlFor={id} loading={!entities && !error}>
        <MultiCombobox
          id={id}
          placeholder={`All ${plural}`}
          options={options}
          value={ids.map(
            (value) => options.find((option) => option.value === value) ?? { value, label: value || 'None' }
          )}
          createCustomValue
          customValueDescription="Use as an id"
          isClearable
          onChange={(chosen) => onChange(chosen.map(({ value }) => value))}
        />
      </InlineField>
    </div>
  );
}

/** Limits the query to evaluations made with some forms. */
export function EvaluationFormsField({ datasource, query, onChange }: QueryFieldProps) {
  return (
    <IdsField
      datasource={datasource}
      label="Evaluation forms"
      tooltip="Only evaluations made with these forms count. Leave empty for all."
      kind="evaluationForm"
      plural="evaluation forms"
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
  const plural = GROUP_BYS.find(({ value }) => value === kind)?.plural ?? 'entities';
  return (
    <IdsField
      datasource={datasource}
      label={`Only these ${plural}`}
      tooltip={`Shows these ${plural} alone. Leave empty for all; this costs no requests either way.`}
      kind={kind}
      plural={plural}
      ids={query.entityIds}
      onChange={(entityIds) => onChange({ entityIds })}
    />
  );
}
