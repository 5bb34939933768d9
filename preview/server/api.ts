import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Plugin } from '../host/plugin';
import type { DataSources } from './dataSources';
import { goneSignal, HttpError, readBody, readJson, sendJson, sendText } from './http';
import type { DashboardModel } from './provisioning';
import { type MetricRequest, queryMetrics } from './queries';

/** What the API answers from. */
export interface Backend {
  plugin: Plugin;
  dataSources: DataSources;
  dashboards: DashboardModel[];
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
}

type Route = [method: string, path: RegExp, handle: (exchange: Exchange, ...parts: string[]) => Promise<void> | void];

/**
 * Grafana's own HTTP paths, as far as the plugin's front end and the dashboards use them.
 *
 * @returns whether the path is one of them
 */
export async function serveApi(backend: Backend, exchange: Exchange): Promise<boolean> {
  for (const [method, path, handle] of routes(backend)) {
    const match = path.exec(exchange.url.pathname);
    if (match && (method === '*' || method === exchange.request.method)) {
      await handle(exchange, ...match.slice(1).map(decodeURIComponent));
      return true;
    }
  }
  return false;
}

function routes({ plugin, dataSources, dashboards }: Backend): Route[] {
  const dataSource = (uid: string) => {
    const found = dataSources.get(uid);
    if (!found) {
      throw new HttpError(404, 'Data source not found');
    }
    return found;
  };

  return [
    [
      'POST',
      /^\/api\/ds\/query$/,
      async ({ request, response }) => {
        const body = await readJson<MetricRequest>(request);
        const signal = goneSignal(response);
        const answer = await queryMetrics(plugin, dataSources, body, panelHeaders(request), signal);
        sendJson(response, answer.status, answer.body);
      },
    ],
    ['GET', /^\/api\/datasources$/, ({ response }) => sendJson(response, 200, dataSources.list())],
    [
      'GET',
      /^\/api\/datasources\/uid\/([^/]+)$/,
      ({ response }, uid) => sendJson(response, 200, dataSources.view(dataSource(uid).uid)),
    ],
    [
      'PUT',
      /^\/api\/datasources\/uid\/([^/]+)$/,
      async ({ request, response }, uid) => {
        dataSources.update(dataSource(uid).uid, await readJson(request));
        sendJson(response, 200, { message: 'Datasource updated', datasource: dataSources.view(uid) });
      },
    ],
    [
      'GET',
      /^\/api\/datasources\/uid\/([^/]+)\/health$/,
      async ({ response }, uid) => {
        const health = await plugin.checkHealth({ dataSource: dataSource(uid), signal: goneSignal(response) });
        sendJson(response, health.status === 'OK' ? 200 : 400, health);
      },
    ],
    [
      '*',
      /^\/api\/datasources\/uid\/([^/]+)\/resources\/(.*)$/,
      async ({ request, response, url }, uid, path) => {
        const parts = plugin.callResource({
          dataSource: dataSource(uid),
          path,
          method: request.method,
          url: path + url.search,
          body: await readBody(request),
          signal: goneSignal(response),
        });
        for await (const part of parts) {
          if (!response.headersSent) {
            response.writeHead(part.code, part.headers);
          }
          response.write(part.body);
        }
        response.end();
      },
    ],
    [
      'GET',
      /^\/api\/search$/,
      ({ response }) =>
        sendJson(
          response,
          200,
          dashboards.map(({ uid, title }) => ({ uid, title, type: 'dash-db', url: `/d/${uid}` }))
        ),
    ],
    [
      'GET',
      /^\/api\/dashboards\/uid\/([^/]+)$/,
      ({ response }, uid) => {
        const dashboard = dashboards.find((candidate) => candidate.uid === uid);
        if (!dashboard) {
          throw new HttpError(404, 'Dashboard not found');
        }
        sendJson(response, 200, { dashboard, meta: { provisioned: true } });
      },
    ],
    [
      'GET',
      /^\/metrics\/plugins\/[^/]+$/,
      async ({ response }) => sendText(response, 'text/plain; version=0.0.4', await plugin.collectMetrics()),
    ],
  ];
}

/** The headers by which Grafana tells a plugin who asks; the SDK looks for them under this prefix. */
function panelHeaders(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of ['X-Datasource-Uid', 'X-Dashboard-Uid', 'X-Panel-Id', 'X-Query-Group-Id', 'X-Grafana-From-Expr']) {
    const value = request.headers[name.toLowerCase()];
    if (typeof value === 'string') {
      headers[`http_${name}`] = value;
    }
  }
  return headers;
}
