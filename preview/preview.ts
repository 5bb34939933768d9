import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Plugin, startPlugin } from './host/plugin';
import { type Backend, serveApi } from './server/api';
import { publicFile } from './server/assets';
import { type Bundle, bundlePage } from './server/bundle';
import { DataSources } from './server/dataSources';
import { document } from './server/document';
import { HttpError, sendJson, sendText } from './server/http';
import { readDashboards, readDataSources } from './server/provisioning';

export interface PreviewOptions {
  /** 0 takes a free port. */
  port?: number;
  /** The folder that the plugin was built into, with its plugin.json and dashboards. */
  plugin: string;
  provisioning: string;
  /** Variables for the provisioning files. */
  env?: Record<string, string | undefined>;
  /** The plugin's section of Grafana's configuration, `store_dir` and the like. */
  pluginSettings?: Record<string, string>;
  onLog?: (line: string) => void;
}

export interface Preview {
  /** Without a slash at its end. */
  url: string;
  plugin: Plugin;
  close(): Promise<void>;
}

/** The names under which this machine reaches itself; a page that got here by another name is somebody else's. */
const LOCAL_HOSTS = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Starts the plugin binary and serves its dashboards and the plugin's editors from it, on this machine only.
 *
 * @throws when the binary is missing, a provisioning file is wrong or the port is taken
 */
export async function startPreview(options: PreviewOptions): Promise<Preview> {
  const { plugin: folder, provisioning, env = process.env, pluginSettings, onLog } = options;
  const [dataSources, dashboards, bundle] = await Promise.all([
    readDataSources(provisioning, env),
    readDashboards(folder),
    bundlePage(),
  ]);
  const plugin = await startPlugin({ binary: await binaryIn(folder), pluginSettings, onLog });
  const backend = { plugin, dataSources: new DataSources(dataSources), dashboards };

  const server = createServer((request, response) => {
    serve(backend, bundle, request, response).catch((error) => fail(response, error));
  });
  try {
    await new Promise<void>((done, reject) => {
      server.once('error', reject);
      server.listen(options.port ?? 3000, '127.0.0.1', done);
    });
  } catch (error) {
    await plugin.close();
    throw error;
  }

  // A listening TCP server has an address with a port; the type also covers pipes.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    plugin,
    async close() {
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await Promise.all([closed, plugin.close()]);
    },
  };
}

async function serve(
  backend: Backend,
  bundle: Bundle,
  request: IncomingMessage,
  response: ServerResponse
): Promise<void> {
  const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
  if (!LOCAL_HOSTS.includes(url.hostname)) {
    throw new HttpError(403, `The preview answers only as localhost, not as ${url.hostname}.`);
  }
  if (await serveApi(backend, { request, response, url })) {
    return;
  }
  if (url.pathname.startsWith('/api/')) {
    throw new HttpError(404, `The preview has no ${request.method} ${url.pathname}.`);
  }
  const part = bundle.get(url.pathname.slice(1));
  if (part) {
    return sendText(response, url.pathname.endsWith('.css') ? 'text/css' : 'text/javascript', part);
  }
  if (url.pathname.startsWith('/public/')) {
    const file = await publicFile(url.pathname);
    if (!file) {
      throw new HttpError(404, `There is no ${url.pathname}.`);
    }
    return sendText(response, file.type, file.body);
  }
  const [first] = backend.dashboards;
  if (url.pathname === '/' && first) {
    response.writeHead(302, { Location: `/d/${first.uid}` }).end();
    return;
  }
  sendText(response, 'text/html; charset=UTF-8', document(bundle));
}

function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const status = error instanceof HttpError ? error.status : 500;
  sendJson(response, status, { message: error instanceof Error ? error.message : String(error) });
}

/** The binary that Grafana would start on this machine: `<executable>_<os>_<arch>`, as plugin.json names it. */
async function binaryIn(folder: string): Promise<string> {
  const settings = await readFile(join(folder, 'plugin.json'), 'utf8').catch(() => {
    throw new Error(`There is no plugin.json in ${folder}. Build the plugin with "npm run build:frontend".`);
  });
  const { executable } = JSON.parse(settings);
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  return join(folder, `${executable}_${os}_${arch}${os === 'windows' ? '.exe' : ''}`);
}
