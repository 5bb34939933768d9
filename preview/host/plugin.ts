import type { DataFrameJSON } from '@grafana/data';
import { PluginClient } from './client';
import type {
  CallResourceRequest,
  CallResourceResponse,
  CheckHealthRequest,
  CheckHealthResponse,
  CollectMetricsResponse,
  QueryDataRequest,
  QueryDataResponse,
} from './messages';
import { type DataSourceSettings, pluginContext, type PluginIdentity } from './pluginContext';
import { type SpawnOptions, spawnPlugin } from './process';
import { pluginProtocol } from './protocol';

/** How long the plugin may take to shut down in order before it is killed, in milliseconds. */
const SHUTDOWN_TIMEOUT = 5_000;

export interface StartPluginOptions extends SpawnOptions {
  plugin?: PluginIdentity;
}

/** Everything in one of these concerns one data source; an abort cancels it in the plugin too. */
interface PluginCall {
  dataSource: DataSourceSettings;
  headers?: Record<string, string>;
  orgId?: number;
  signal?: AbortSignal;
}

/** One query of a panel: what Grafana knows of it, and the panel's JSON. */
export interface PluginQuery {
  refId: string;
  queryType?: string;
  /** Milliseconds. */
  intervalMs?: number;
  maxDataPoints?: number;
  /** Unix milliseconds. */
  timeRange: { from: number; to: number };
  json: unknown;
}

/** The answer to one query. An error leaves the frames empty. */
export interface PluginAnswer {
  status: number;
  frames: DataFrameJSON[];
  error?: string;
  errorSource?: string;
}

export interface Health {
  status: CheckHealthResponse['status'];
  message: string;
  details?: unknown;
}

/** A part of a resource's answer: code and headers stand in the first. */
export interface ResourcePart {
  code: number;
  headers: Record<string, string[]>;
  body: Buffer;
}

/** The real plugin binary, spoken to as Grafana's server speaks to it. */
export interface Plugin {
  pid: number;
  /** Settles when the process has ended, with the words for how. */
  ended: Promise<string>;
  /** Answers by refId. */
  queryData(request: PluginCall & { queries: PluginQuery[] }): Promise<Record<string, PluginAnswer>>;
  checkHealth(request: PluginCall): Promise<Health>;
  callResource(
    request: Omit<PluginCall, 'headers'> & {
      path: string;
      method?: string;
      url?: string;
      headers?: Record<string, string[]>;
      body?: Buffer;
    }
  ): AsyncIterable<ResourcePart>;
  /** The plugin's own metrics, Prometheus text. */
  collectMetrics(): Promise<string>;
  /** Shuts the plugin down, and kills it when that takes more than 5 s. */
  close(): Promise<void>;
}

/**
 * Starts the plugin binary and connects to it.
 *
 * @throws when the binary is missing or does not start
 */
export async function startPlugin(options: StartPluginOptions): Promise<Plugin> {
  const identity = options.plugin ?? { id: 'intraday-genesysquality-datasource', version: '0.0.0' };
  const protocol = await pluginProtocol();
  const child = await spawnPlugin(options);
  const client = new PluginClient(protocol, child.address);

  return {
    pid: child.pid,
    ended: child.ended,

    async queryData({ dataSource, headers = {}, orgId, signal, queries }) {
      const request: QueryDataRequest = {
        pluginContext: pluginContext(identity, dataSource, orgId),
        headers,
        format: 'JSON',
        queries: queries.map((query) => ({
          refId: query.refId,
          queryType: query.queryType ?? '',
          maxDataPoints: query.maxDataPoints ?? 100,
          intervalMS: query.intervalMs ?? 1000,
          timeRange: { fromEpochMS: query.timeRange.from, toEpochMS: query.timeRange.to },
          json: Buffer.from(JSON.stringify(query.json)),
        })),
      };
      const { responses } = await client.call<QueryDataRequest, QueryDataResponse>(
        'Data',
        'QueryData',
        request,
        signal
      );
      return Object.fromEntries(Object.entries(responses).map(([refId, response]) => [refId, answerOf(response)]));
    },

    async checkHealth({ dataSource, headers = {}, orgId, signal }) {
      const request: CheckHealthRequest = { pluginContext: pluginContext(identity, dataSource, orgId), headers };
      const health = await client.call<CheckHealthRequest, CheckHealthResponse>(
        'Diagnostics',
        'CheckHealth',
        request,
        signal
      );
      const details = health.jsonDetails.length > 0 ? JSON.parse(health.jsonDetails.toString()) : undefined;
      return { status: health.status, message: health.message, details };
    },

    async *callResource({ dataSource, orgId, signal, path, method = 'GET', url = path, headers = {}, body }) {
      const request: CallResourceRequest = {
        pluginContext: pluginContext(identity, dataSource, orgId),
        path,
        method,
        url,
        headers: Object.fromEntries(Object.entries(headers).map(([name, values]) => [name, { values }])),
        body: body ?? Buffer.alloc(0),
      };
      for await (const part of client.stream<CallResourceRequest, CallResourceResponse>(
        'Resource',
        'CallResource',
        request,
        signal
      )) {
        yield {
          code: part.code,
          headers: Object.fromEntries(Object.entries(part.headers).map(([name, list]) => [name, list.values])),
          body: part.body,
        };
      }
    },

    async collectMetrics() {
      const response = await client.call<object, CollectMetricsResponse>('Diagnostics', 'CollectMetrics', {});
      return response.metrics?.prometheus.toString() ?? '';
    },

    async close() {
      const killTimer = setTimeout(child.kill, SHUTDOWN_TIMEOUT);
      // The plugin may be gone before its answer is: what counts is that it ends.
      await client.shutdown().catch(() => undefined);
      await child.ended;
      clearTimeout(killTimer);
      client.close();
    },
  };
}

function answerOf(response: QueryDataResponse['responses'][string]): PluginAnswer {
  return {
    status: response.status,
    frames: response.frames.map((frame) => JSON.parse(frame.toString())),
    ...(response.error && { error: response.error, errorSource: response.errorSource }),
  };
}
