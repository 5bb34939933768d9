import { type DataQueryRequest } from '@grafana/data';
import { config } from '@grafana/runtime';

import { type GenesysQualityQuery } from '../types';

/** What a panel subscribes to, as the backend's resource `live` and its streams read it. */
export interface LiveRequest {
  query: Omit<GenesysQualityQuery, 'refId'>;
  /** The dashboard's range as it is written, `now-6h` and `now`, and the IANA name of the zone in which it counts days. */
  range: { from: string; to: string; timeZone: string };
  intervalMs: number;
}

/**
 * A query's request to subscribe.
 *
 * @param query - with its variables filled in
 * @returns `undefined` for a query that is not to be live, or plainly cannot be: of the rest the backend decides
 */
export function liveRequest(
  query: GenesysQualityQuery,
  { range, timezone, intervalMs }: DataQueryRequest<GenesysQualityQuery>
): LiveRequest | undefined {
  // Grafana keeps public dashboards off its live connection.
  if (!query.live || !config.liveEnabled || config.publicDashboardAccessToken) {
    return undefined;
  }
  const { from, to } = range.raw;
  const relative = typeof from === 'string' && typeof to === 'string';
  if (query.timeRange !== 'businessDay' && !relative) {
    return undefined;
  }
  const { refId, key, hide, datasource, ...asked } = query;
  return {
    query: asked,
    range: relative ? { from, to, timeZone: zoneName(timezone) } : { from: '', to: '', timeZone: '' },
    intervalMs,
  };
}

function zoneName(timezone: string): string {
  if (timezone === 'utc') {
    return 'UTC';
  }
  return timezone && timezone !== 'browser' ? timezone : Intl.DateTimeFormat().resolvedOptions().timeZone;
}
