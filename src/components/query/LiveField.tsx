import React, { useId } from 'react';
import { t } from '@grafana/i18n';
import { InlineField, InlineSwitch } from '@grafana/ui';

import { type QueryFieldProps } from './QueryFieldProps';

/** Whether a panel changes by itself when a number does. */
export function LiveField({ query, onChange }: QueryFieldProps) {
  const id = useId();
  return (
    <InlineField
      label={t('query-editor.live.label', 'Live')}
      tooltip={t(
        'query-editor.live.tooltip',
        'The panel changes as soon as a number does, without a refresh. For the business day and time ranges that end now.'
      )}
      htmlFor={id}
    >
      <InlineSwitch id={id} value={query.live} onChange={(event) => onChange({ live: event.currentTarget.checked })} />
    </InlineField>
  );
}
