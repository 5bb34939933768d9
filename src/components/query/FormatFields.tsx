import React, { useId } from 'react';
import { t } from '@grafana/i18n';
import { InlineField, InlineSwitch, RadioButtonGroup } from '@grafana/ui';

import { formatChoices } from '../../choices';
import { type QueryFieldProps } from './QueryFieldProps';

/** The shape of the answer, with what only some shapes have. */
export function FormatFields({ query, onChange }: QueryFieldProps) {
  const id = useId();
  const label = t('query-editor.format.label', 'Format');
  return (
    <>
      <InlineField
        label={label}
        tooltip={t('query-editor.format.tooltip', 'Choose what the panel draws. All three work in alert rules.')}
      >
        <RadioButtonGroup<string>
          aria-label={label}
          options={formatChoices()}
          value={query.format}
          onChange={(format) => onChange({ format })}
        />
      </InlineField>
      {query.format === 'timeseries' && (
        <InlineField
          label={t('query-editor.running.label', 'Running total')}
          tooltip={t(
            'query-editor.running.tooltip',
            'Each point covers everything since the start of the time range. Switch off for each interval by itself.'
          )}
          htmlFor={`${id}-running`}
        >
          <InlineSwitch
            id={`${id}-running`}
            value={query.running}
            onChange={(event) => onChange({ running: event.currentTarget.checked })}
          />
        </InlineField>
      )}
      {query.format !== 'table' && (
        <InlineField
          label={t('query-editor.name-label.label', 'Name in labels')}
          tooltip={t(
            'query-editor.name-label.tooltip',
            'Switch off in alert rules that should stay the same alert when somebody is renamed.'
          )}
          htmlFor={`${id}-name`}
        >
          <InlineSwitch
            id={`${id}-name`}
            value={query.nameLabel}
            onChange={(event) => onChange({ nameLabel: event.currentTarget.checked })}
          />
        </InlineField>
      )}
    </>
  );
}
