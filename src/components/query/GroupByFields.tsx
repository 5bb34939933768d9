import React, { useId } from 'react';
import { Combobox, type ComboboxOption, InlineField, InlineSwitch } from '@grafana/ui';

import { GROUP_BYS } from '../../choices';
import { dimensionOf, isSplitByForm } from '../../groupBy';
import { type QueryFieldProps } from './QueryFieldProps';

const TOTAL = 'total';
const CHOICES: Array<ComboboxOption<string>> = [
  ...GROUP_BYS.map(({ value, label }) => ({ value, label })),
  { value: TOTAL, label: 'Organization total', description: 'One number for everybody' },
];

/** The dimension that rows are about, and whether each is split by evaluation form. */
export function GroupByFields({ datasource, query, onChange }: QueryFieldProps) {
  const id = useId();
  const dimension = dimensionOf(query.groupBy) ?? TOTAL;
  const split = isSplitByForm(query.groupBy);
  const variables = datasource.variableReferences().map((value) => ({ value, label: value }));

  // Agents' ids mean nothing to queues: a filter that was left behind would hide everything.
  const group = (by: string, splitByForm: boolean) =>
    onChange({
      groupBy: by === TOTAL ? [] : splitByForm && by !== 'evaluationForm' ? [by, 'evaluationForm'] : [by],
      ...(by !== dimension && { entityIds: [] }),
    });

  return (
    <>
      <InlineField label="Group by" tooltip="What each row or line is about." htmlFor={`${id}-dimension`}>
        <Combobox
          id={`${id}-dimension`}
          width={24}
          options={[...CHOICES, ...variables]}
          value={dimension}
          onChange={({ value }) => group(value, split)}
        />
      </InlineField>
      {dimension !== TOTAL && dimension !== 'evaluationForm' && (
        <InlineField
          label="Split by form"
          tooltip="Scores of different evaluation forms are hard to compare: this shows each form by itself."
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
