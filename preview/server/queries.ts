import type { Plugin, PluginAnswer, PluginQuery } from '../host/plugin';
import type { DataSources } from './dataSources';
import { HttpError } from './http';
import { parseTime } from './time';

/** The body of Grafana's `POST /api/ds/query`. */
export interface MetricRequest {
  from?: string;
  to?: string;
  queries?: Array<
    {
      refId?: string;
      datasource?: { uid?: string };
      queryType?: string;
      intervalMs?: number;
      maxDataPoints?: number;
    } & Record<string, unknown>
  >;
}

/** Its answer. Grafana sends 400 as soon as one refId has an error, and the others' frames all the same. */
export interface MetricResponse {
  status: 200 | 400;
  body: { results: Record<string, PluginAnswer> };
}

/**
 * Answers a panel's queries through the plugin, one request for each data source.
 *
 * @throws HttpError 400 for a request without queries or with a time that is none, 404 for an unknown data source
 */
export async function queryMetrics(
  plugin: Plugin,
  dataSources: DataSources,
  request: MetricRequest,
  headers: Record<string, string>,
  signal: AbortSignal,
  now = Date.now()
): Promise<MetricResponse> {
  const timeRange = { from: parseTime('from', request.from, now), to: parseTime('to', request.to, now) };
  const byDataSource = new Map<string, PluginQuery[]>();
  for (const json of request.queries ?? []) {
    const uid = json.datasource?.uid ?? dataSources.list().find(({ isDefault }) => isDefault)?.uid ?? '';
    const { refId = 'A', queryType, intervalMs, maxDataPoints } = json;
    const queries = byDataSource.get(uid) ?? [];
    queries.push({ refId, queryType, intervalMs, maxDataPoints, timeRange, json });
    byDataSource.set(uid, queries);
  }
  if (byDataSource.size === 0) {
    throw new HttpError(400, 'No queries found in the request; send {"queries": [...], "from": ..., "to": ...}.');
  }

  const answers = await Promise.all(
    [...byDataSource].map(([uid, queries]) => {
      const dataSource = dataSources.get(uid);
      if (!dataSource) {
        throw new HttpError(404, `Data source not found: there is none with the uid "${uid}".`);
      }
      return plugin.queryData({ dataSource, queries, headers, signal });
    })
  );
  const results = Object.assign({}, ...answers);
  const failed = Object.values<PluginAnswer>(results).some(({ error }) => error !== undefined);
  return { status: failed ? 400 : 200, body: { results } };
}
