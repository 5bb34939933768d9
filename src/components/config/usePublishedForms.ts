import { useMemo } from 'react';
import { t } from '@grafana/i18n';
import { getDataSourceSrv } from '@grafana/runtime';

import { GenesysQualityDataSource } from '../../datasource';
import { useEntities, type EntitySource, type LoadedEntities } from '../useEntities';

/**
 * The organization's evaluation forms, as the saved data source lists them: what is typed here counts once it is saved.
 * They load again after each save, and only while they are wanted.
 */
export function usePublishedForms(uid: string, version: number | undefined, isWanted: boolean): LoadedEntities {
  const saved = useMemo(() => savedDataSource(uid, version), [uid, version]);
  return useEntities(saved, isWanted ? 'evaluationForm' : undefined);
}

function savedDataSource(uid: string, _version: number | undefined): EntitySource {
  return {
    async getEntities(groupBy) {
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- Grafana 12.3 does not have what replaces it
      const datasource = await getDataSourceSrv().get(uid);
      if (!(datasource instanceof GenesysQualityDataSource)) {
        throw new Error(t('config-editor.forms.not-saved', 'The data source has not been saved yet.'));
      }
      return datasource.getEntities(groupBy);
    },
  };
}
