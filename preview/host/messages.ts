/**
 * The messages of `pluginv2` that the preview exchanges, as @grpc/proto-loader presents them.
 * Source: grafana-plugin-sdk-go, `proto/backend.proto`.
 */

export interface PluginContext {
  orgId: number;
  pluginId: string;
  pluginVersion: string;
  namespace: string;
  userAgent: string;
  user: { login: string; name: string; email: string; role: string };
  grafanaConfig: Record<string, string>;
  dataSourceInstanceSettings: {
    id: number;
    uid: string;
    name: string;
    url: string;
    jsonData: Buffer;
    decryptedSecureJsonData: Record<string, string>;
    lastUpdatedMS: number;
  };
}

export interface QueryDataRequest {
  pluginContext: PluginContext;
  headers: Record<string, string>;
  queries: Array<{
    refId: string;
    queryType: string;
    maxDataPoints: number;
    intervalMS: number;
    timeRange: { fromEpochMS: number; toEpochMS: number };
    json: Buffer;
  }>;
  /** JSON spares the preview an Arrow decoder. */
  format: 'JSON';
}

export interface QueryDataResponse {
  responses: Record<string, { frames: Buffer[]; error: string; status: number; errorSource: string }>;
}

export interface CheckHealthRequest {
  pluginContext: PluginContext;
  headers: Record<string, string>;
}

export interface CheckHealthResponse {
  status: 'UNKNOWN' | 'OK' | 'ERROR';
  message: string;
  jsonDetails: Buffer;
}

export interface CollectMetricsResponse {
  metrics: { prometheus: Buffer } | null;
}

/** Header values by name. */
export type HeaderLists = Record<string, { values: string[] }>;

export interface CallResourceRequest {
  pluginContext: PluginContext;
  path: string;
  method: string;
  url: string;
  headers: HeaderLists;
  body: Buffer;
}

/** One part of a streamed answer: the first part carries code and headers. */
export interface CallResourceResponse {
  code: number;
  headers: HeaderLists;
  body: Buffer;
}
