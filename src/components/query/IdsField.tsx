import React, { useId } from 'react';
import { t } from '@grafana/i18n';
import { type ComboboxOption, InlineField, MultiCombobox } from '@grafana/ui';

import { type GenesysQualityDataSource } from '../../datasource';
import { type GroupBy } from '../../types';
import { UNESCAPED } from '../../unescaped';
import { useEntities } from '../useEntities';
import { fieldWidth } from './fieldWidth';

interface Props {
  datasource: GenesysQualityDataSource;
  label: string;
  tooltip: string;
  /** Whose names are offered; variables and typed ids can be chosen for every kind. */
  kind: GroupBy | undefined;
  plural: string;
  ids: string[];
  problem?: string;
  onChange: (ids: string[]) => void;
}

/** Chooses ids by name. Why names are missing stands in the list itself. */
export function IdsField({ datasource, label, tooltip, kind, plural, ids, problem, onChange }: Props) {
  const id = useId();
  const { entities, error } = useEntities(datasource, kind);
  const options: Array<ComboboxOption<string>> = [
    ...(error ? [{ value: `error: ${error}`, label: error, infoOption: true }] : []),
    ...datasource.variableReferences().map((value) => ({ value, label: value })),
    ...(entities ?? []).map((entity) => ({ value: entity.id, label: entity.name })),
  ];
  const optionOf = (value: string) =>
    options.find((option) => option.value === value) ?? { value, label: value || t('query-editor.ids.none', 'None') };
  return (
    <div className={fieldWidth}>
      <InlineField
        grow
        label={label}
        tooltip={tooltip}
        htmlFor={id}
        loading={!entities && !error}
        invalid={problem !== undefined}
        error={problem}
      >
        <MultiCombobox
          id={id}
          placeholder={t('query-editor.ids.all', 'All {{plural}}', { plural, ...UNESCAPED })}
          options={options}
          value={ids.map(optionOf)}
          createCustomValue
          customValueDescription={t('query-editor.ids.custom', 'Use as an id')}
          isClearable
          onChange={(chosen) => onChange(chosen.map(({ value }) => value))}
        />
      </InlineField>
    </div>
  );
}
