import type { DataFrameJSON } from '@grafana/data';
import type { APIRequestContext } from '@playwright/test';

import { DATA_SOURCE_UID, PLUGIN_ID } from './environment';

/** Grafana's answer to one query of a request. */
export interface QueryResult {
  status?: number;
  error?: string;
  frames?: DataFrameJSON[];
}

/** A query as `/api/ds/query` takes it: the data source's own, or an expression. */
export type QueryJson = Record<string, unknown> & { refId: string };

/** Grafana's HTTP API, as far as the tests need it. Every method rejects with Grafana's own words when it is refused. */
export class GrafanaApi {
  constructor(private readonly request: APIRequestContext) {}

  get<Result>(path: string): Promise<Result> {
    return this.send('GET', path);
  }

  post<Result>(path: string, body: unknown): Promise<Result> {
    return this.send('POST', path, body);
  }

  put<Result>(path: string, body: unknown): Promise<Result> {
    return this.send('PUT', path, body);
  }

  delete(path: string): Promise<unknown> {
    return this.send('DELETE', path);
  }

  /**
   * Asks queries and expressions together, with the header that Grafana's page sends when there are expressions. An
   * expression's own failure is in its result.
   */
  async query(queries: QueryJson[]): Promise<Record<string, QueryResult>> {
    const response = await this.request.post('/api/ds/query', {
      data: { from: 'now-6h', to: 'now', queries },
      headers: { 'X-Grafana-From-Expr': 'true' },
    });
    const answer: { results?: Record<string, QueryResult>; message?: string } = await response.json();
    if (!answer.results) {
      throw new Error(`/api/ds/query answered ${response.status()}: ${answer.message}`);
    }
    return answer.results;
  }

  /** Has the data source ask Genesys Cloud at once, whatever it keeps. Its result does not matter here. */
  async askNow(dataSourceUid: string): Promise<void> {
    await this.request.get(`/api/datasources/uid/${dataSourceUid}/health`);
  }

  private async send<Result>(method: string, path: string, body?: unknown): Promise<Result> {
    const response = await this.request.fetch(path, {
      method,
      ...(body !== undefined && { data: body }),
      // What is made over the API stays changeable, as rules made in the page are.
      headers: { 'X-Disable-Provenance': 'true' },
    });
    const text = await response.text();
    if (!response.ok()) {
      throw new Error(`${method} ${path} answered ${response.status()}: ${text}`);
    }
    return JSON.parse(text || 'null');
  }
}

/** A query of the provisioned data source. */
export function dataSourceQuery(refId: string, query: Record<string, unknown>, uid = DATA_SOURCE_UID): QueryJson {
  return { refId, datasource: { type: PLUGIN_ID, uid }, timeRange: 'businessDay', ...query };
}

/** An expression of this type. */
export function expression(refId: string, type: string, settings: Record<string, unknown>): QueryJson {
  return { refId, datasource: { type: '__expr__', uid: '__expr__' }, type, ...settings };
}
