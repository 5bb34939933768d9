import React, { useId } from 'react';
import { t } from '@grafana/i18n';
import { Combobox, type ComboboxOption, InlineField, InlineSwitch } from '@grafana/ui';

import { scoredByChoices } from '../../choices';
import { canChoose } from '../../validation/query';
import { type QueryFieldProps } from './QueryFieldProps';

/** Which evaluations count by how they came about; scores of the Analytics API only. */
export function ScoringFields({ datasource, dialect, query, problems, onChange }: QueryFieldProps) {
  const id = useId();
  const isOffered = canChoose(dialect, query.queryType);
  const options: Array<ComboboxOption<string>> = [
    ...scoredByChoices(),
    ...datasource.variableReferences().map((value) => ({ value, label: value })),
  ];
  return (
    <>
      {(isOffered || query.scoredBy !== 'all') && (
        <InlineField
          label={t('query-editor.scored-by.label', 'Scored by')}
          tooltip={t('query-editor.scored-by.tooltip', 'Whether evaluations count that Genesys AI scored by itself.')}
          htmlFor={`${id}-scored-by`}
          invalid={problems.scoredBy !== undefined}
          error={problems.scoredBy}
        >
          <Combobox
            id={`${id}-scored-by`}
            width={24}
            options={options}
            value={query.scoredBy}
            onChange={({ value }) => onChange({ scoredBy: value })}
          />
        </InlineField>
      )}
      {(isOffered || query.includeCalibrations) && (
        <InlineField
          label={t('query-editor.calibrations.label', 'Calibrations')}
          tooltip={t(
            'query-editor.calibrations.tooltip',
            'In a calibration several people score the same conversation to agree on how. These evaluations would distort scores, so that they do not count unless you switch this on.'
          )}
          htmlFor={`${id}-calibrations`}
          invalid={problems.includeCalibrations !== undefined}
          error={problems.includeCalibrations}
        >
          <InlineSwitch
            id={`${id}-calibrations`}
            value={query.includeCalibrations}
            onChange={(event) => onChange({ includeCalibrations: event.currentTarget.checked })}
          />
        </InlineField>
      )}
    </>
  );
}
