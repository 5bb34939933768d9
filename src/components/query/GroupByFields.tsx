import React, { useId } from 'react';
import { t } from '@grafana/i18n';
import { Combobox, type ComboboxOption, InlineField, InlineSwitch } from '@grafana/ui';

import { groupByChoices } from '../../choices';
import { dimensionOf, isSplitByForm } from '../../groupBy';
import { hasSkills } from '../../validation/query';
import { type QueryFieldProps } from './QueryFieldProps';

const TOTAL = 'total';

/**
 * The dimension that rows are about, and whether each is split by evaluation form. Of single evaluations it is what
 * they can be chosen by.
 */
export function GroupByFields({ datasource, dialect, query, problems, onChange }: QueryFieldProps) {
  const id = useId();
  const isList = query.queryType === 'evaluations';
  const dimension = dimensionOf(query.groupBy) ?? TOTAL;
  const split = isSplitByForm(query.groupBy);
  const options: Array<ComboboxOption<string>> = [
    ...groupByChoices()
      // What is stored is shown even where it cannot be asked, with the reason beside it.
      .filter(({ value }) => value !== 'skill' || value === dimension || hasSkills(dialect, query.queryType))
      .map(({ value, label }) => ({ value, label })),
    isList
      ? { value: TOTAL, label: t('query-editor.group-by.everybody', 'Everybody') }
      : {
          value: TOTAL,
          label: t('query-editor.group-by.total', 'Organization total'),
          description: t('query-editor.group-by.total-description', 'One number for everybody'),
        },
    ...datasource.variableReferences().map((value) => ({ value, label: value })),
  ];

  // Agents' ids mean nothing to queues: a filter that was left behind would hide everything.
  const group = (by: string, splitByForm: boolean) =>
    onChange({
      groupBy: by === TOTAL ? [] : splitByForm && by !== 'evaluationForm' ? [by, 'evaluationForm'] : [by],
      ...(by !== dimension && { entityIds: [] }),
    });

  return (
    <>
      <InlineField
        label={
          isList
            ? t('query-editor.group-by.label-evaluations', 'Choose by')
            : t('query-editor.group-by.label', 'Group by')
        }
        tooltip={
          isList
            ? t('query-editor.group-by.tooltip-evaluations', 'Whose evaluations the list can be limited to.')
            : t('query-editor.group-by.tooltip', 'What each row or line is about.')
        }
        htmlFor={`${id}-dimension`}
        invalid={problems.groupBy !== undefined}
        error={problems.groupBy}
      >
        <Combobox
          id={`${id}-dimension`}
          width={24}
          options={options}
          value={dimension}
          onChange={({ value }) => group(value, split)}
        />
      </InlineField>
      {!isList && dimension !== TOTAL && dimension !== 'evaluationForm' && (
        <InlineField
          label={t('query-editor.split.label', 'Split by form')}
          tooltip={t(
            'query-editor.split.tooltip',
            'Scores of different evaluation forms are hard to compare: this shows each form by itself.'
          )}
          htmlFor={`${id}-split`}
        >
          <InlineSwitch
            id={`${id}-split`}
            value={split}
            onChange={(event) => group(dimension, event.currentTarget.checked)}
          />
        </InlineField>
      )}
    </>
  );
}
