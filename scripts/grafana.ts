import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

import { has, root } from './run';

const PLUGIN_ID = 'intraday-genesysquality-datasource';

/** A program that shows dashboards at `url` until it is stopped. */
export interface Board {
  url: string;
  /** Resolves when it has ended by itself. */
  ended: Promise<void>;
  close(): Promise<void>;
}

/** A Grafana on this machine: the binary, and the home directory with its conf/ and public/. */
export interface LocalGrafana {
  binary: string;
  home: string;
}

/** The Grafana that GRAFANA_HOME names, or the one that a package installed; none when there is none. */
export async function findGrafana(env: NodeJS.ProcessEnv): Promise<LocalGrafana | undefined> {
  const home = env.GRAFANA_HOME;
  if (home) {
    const own = join(home, 'bin', 'grafana');
    const binary = existsSync(own) ? own : (await has('grafana', ['--version'])) ? 'grafana' : undefined;
    if (!binary || !existsSync(join(home, 'conf', 'defaults.ini'))) {
      throw new Error(
        `GRAFANA_HOME is ${home}, but there is no Grafana: it must hold conf/, public/ and bin/grafana (or have grafana on the PATH).`
      );
    }
    return { binary, home };
  }
  // Where the packages of Debian and Red Hat put it.
  const packaged = '/usr/share/grafana';
  if ((await has('grafana', ['--version'])) && existsSync(join(packaged, 'conf', 'defaults.ini'))) {
    return { binary: 'grafana', home: packaged };
  }
  return undefined;
}

/** Runs that Grafana on loopback with the built plugin and all of provisioning/, without a login. */
export async function startGrafana(grafana: LocalGrafana, port: number, demo: NodeJS.ProcessEnv): Promise<Board> {
  const data = join(root, '.cache', 'grafana');
  const plugins = join(data, 'plugins');
  rmSync(data, { recursive: true, force: true });
  mkdirSync(plugins, { recursive: true });
  symlinkSync(join(root, 'dist'), join(plugins, PLUGIN_ID), 'dir');
  const server = spawn(grafana.binary, ['server', '--homepath', grafana.home], {
    cwd: grafana.home,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...demo, ...grafanaSettings(data, plugins, port) },
  });
  const url = `http://127.0.0.1:${port}`;
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const printed = keepTail(server);
  const ready = await Promise.race([answers(`${url}/api/health`, 120_000), ended.then(() => false)]);
  if (!ready) {
    server.kill();
    throw new Error(`Grafana did not start; it printed last:\n${printed()}`);
  }
  return {
    url: `${url}/d/intraday-quality?kiosk`,
    ended,
    async close() {
      server.kill('SIGTERM');
      await ended;
    },
  };
}

function grafanaSettings(data: string, plugins: string, port: number): NodeJS.ProcessEnv {
  return {
    GF_PATHS_DATA: data,
    GF_PATHS_LOGS: join(data, 'log'),
    GF_PATHS_PLUGINS: plugins,
    GF_PATHS_PROVISIONING: join(root, 'provisioning'),
    GF_SERVER_HTTP_ADDR: '127.0.0.1',
    GF_SERVER_HTTP_PORT: String(port),
    GF_AUTH_ANONYMOUS_ENABLED: 'true',
    GF_AUTH_ANONYMOUS_ORG_ROLE: 'Admin',
    GF_PLUGINS_ALLOW_LOADING_UNSIGNED_PLUGINS: PLUGIN_ID,
    // Of Grafana's own expressions, those that an alert rule may use and that are not on by themselves.
    GF_FEATURE_TOGGLES_ENABLE: 'sqlExpressions',
    // Nothing is dialled that was not configured.
    GF_ANALYTICS_REPORTING_ENABLED: 'false',
    GF_ANALYTICS_CHECK_FOR_UPDATES: 'false',
    GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: 'false',
    GF_NEWS_NEWS_FEED_ENABLED: 'false',
    GF_PLUGINS_PREINSTALL_DISABLED: 'true',
    GF_PLUGINS_PUBLIC_KEY_RETRIEVAL_DISABLED: 'true',
  };
}

/** Keeps the last of what a process prints, for the message when it fails. */
function keepTail(child: ChildProcess): () => string {
  let tail = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => (tail = (tail + chunk.toString('utf8')).slice(-4000)));
  }
  return () => tail;
}

/** Whether the address answers 200 within so many milliseconds. */
async function answers(url: string, within: number): Promise<boolean> {
  for (const end = Date.now() + within; Date.now() < end; await pause(250)) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) {
      return true;
    }
  }
  return false;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
