import React from 'react';
import { t } from '@grafana/i18n';

import { type GenesysQualityDataSource } from '../../datasource';
import { type DefaultedQuery } from '../../defaults';
import { mixesForms } from '../../mixesForms';
import { useEntities } from '../useEntities';
import { Note } from './Note';

interface Props {
  datasource: GenesysQualityDataSource;
  /** With its variables filled in. */
  query: DefaultedQuery;
}

/** Warns of averages over several forms, unless the organization is known to have a single one. */
export function MixedFormsNote({ datasource, query }: Props) {
  const mixes = mixesForms(query);
  const { entities, error } = useEntities(datasource, mixes ? 'evaluationForm' : undefined);
  if (!mixes || !(error || (entities && entities.length > 1))) {
    return null;
  }
  return (
    <Note
      icon="info-circle"
      label={t('query-editor.mixed-forms.label', 'Mixed forms')}
      text={t(
        'query-editor.mixed-forms.text',
        'These scores mix evaluation forms and change with the mix, even if nobody gets better or worse. Split by form, or choose one form.'
      )}
    />
  );
}
