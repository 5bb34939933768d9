import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseHandshake } from './handshake';

/** How long a plugin may take from its start to its handshake, in milliseconds; Grafana's client allows as much. */
const HANDSHAKE_TIMEOUT = 60_000;

/** A running plugin binary. */
export interface PluginProcess {
  pid: number;
  /** Where it listens, as gRPC dials it. */
  address: string;
  /** Settles when the process has ended, with the words for how. */
  ended: Promise<string>;
  /** Ends the process at once, by its pid. */
  kill(): void;
}

export interface SpawnOptions {
  /** Path of the plugin's executable. */
  binary: string;
  /** The plugin's section of Grafana's configuration, `store_dir` and the like; passed as `GF_PLUGIN_…`. */
  pluginSettings?: Record<string, string>;
  /** Gets each line of the plugin's log, JSON as hclog writes it. */
  onLog?: (line: string) => void;
}

/**
 * Starts the binary as Grafana does: with the handshake's cookie and otherwise almost no environment, so that a
 * plugin which counts on HOME or PATH fails here as well.
 *
 * @throws when the binary is missing, or ends or stays silent before its handshake
 */
export async function spawnPlugin(options: SpawnOptions): Promise<PluginProcess> {
  const binary = resolve(options.binary);
  await access(binary, constants.X_OK).catch(() => {
    throw new Error(`There is no plugin binary at ${binary}. Build it with "npm run build:backend".`);
  });

  const child = spawn(binary, [], {
    env: pluginEnvironment(options.pluginSettings),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  const ended = new Promise<string>((done) => {
    child.once('error', (error) => done(`could not be started: ${error.message}`));
    child.once('exit', (code, signal) => done(signal ? `was ended by ${signal}` : `ended with code ${code}`));
  });
  void ended.then(() => process.off('exit', kill));

  const lastLines: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    lastLines.push(line);
    lastLines.splice(0, lastLines.length - 5);
    options.onLog?.(line);
  });

  const timeout = new AbortController();
  try {
    const line = await Promise.race([
      new Promise<string>((done) => createInterface({ input: child.stdout }).once('line', done)),
      ended.then((how) => Promise.reject(new Error(`The plugin ${how} before its handshake. ${lastLines.join('\n')}`))),
      rejectAfter(HANDSHAKE_TIMEOUT, timeout.signal),
    ]);
    return { pid: child.pid ?? -1, address: parseHandshake(line), ended, kill };
  } catch (error) {
    kill();
    throw error;
  } finally {
    timeout.abort();
  }
}

function pluginEnvironment(settings: Record<string, string> = {}): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {
    grafana_plugin_type: 'datasource',
    PLUGIN_PROTOCOL_VERSIONS: '2',
    GF_VERSION: '12.3.0',
    GF_EDITION: 'Open Source',
  };
  for (const [key, value] of Object.entries(settings)) {
    env[`GF_PLUGIN_${key.toUpperCase()}`] = value;
  }
  return env;
}

function rejectAfter(milliseconds: number, signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`The plugin gave no handshake within ${milliseconds / 1000} s.`)),
      milliseconds
    );
    signal.addEventListener('abort', () => clearTimeout(timer));
  });
}
