import { useEffect } from 'react';
import { CoreApp } from '@grafana/data';

import { type GenesysQualityQuery } from '../types';

/**
 * Stores what a new rule's query shows. Grafana's rule editor shows the defaults of `getDefaultQuery` without keeping
 * them (12.3, `QueryWrapper`): a rule that was saved untouched would ask what an empty query asks, which is more metrics
 * than one threshold can judge.
 *
 * @param query as it is shown, with those defaults
 * @param queries all queries as they are stored
 */
export function useStoredDefaults(
  app: CoreApp | undefined,
  query: GenesysQualityQuery,
  queries: GenesysQualityQuery[] | undefined,
  onChange: (query: GenesysQualityQuery) => void
): void {
  const stored = queries?.find(({ refId }) => refId === query.refId);
  const inRule = app === CoreApp.UnifiedAlerting || app === CoreApp.CloudAlerting;
  const lost = inRule && stored !== undefined && stored.metrics === undefined && query.metrics !== undefined;
  useEffect(() => {
    if (lost) {
      onChange(query);
    }
    // Once is enough: what is stored then has its metrics.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [lost]);
}
