import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { root, run } from './run';

const PLATFORMS: Partial<Record<NodeJS.Platform, string>> = { darwin: 'darwin', linux: 'linux', win32: 'windows' };
const ARCHITECTURES: Partial<Record<NodeJS.Architecture, string>> = { arm64: 'arm64', arm: 'arm', x64: 'amd64' };

/** A platform under the names that Go and Grafana use. */
interface Platform {
  os: string;
  arch: string;
}

function thisMachine(): Platform {
  const os = PLATFORMS[process.platform];
  const arch = ARCHITECTURES[process.arch];
  if (!os || !arch) {
    throw new Error(`Grafana has no plugins for ${process.platform} on ${process.arch}.`);
  }
  return { os, arch };
}

/**
 * Builds the backend, under the name that Grafana looks for, for this machine or for a container on it. Releases for
 * all platforms are built by `npm run package`.
 */
export async function buildBackend(container = false): Promise<void> {
  await requireGo();
  const { os, arch } = container ? { ...thisMachine(), os: 'linux' } : thisMachine();
  const binary = join(root, 'dist', `gpx_genesysquality_${os}_${arch}${os === 'windows' ? '.exe' : ''}`);
  const built = await run('go', ['build', '-trimpath', '-buildvcs=false', '-ldflags=-s -w', '-o', binary, './pkg'], {
    env: { CGO_ENABLED: '0', GOOS: os, GOARCH: arch },
  });
  if (built.code !== 0) {
    throw new Error('The backend does not build; the messages are above.');
  }
}

/** Builds the front end, unless nothing that it is made of is newer than the last build. */
export async function buildFrontend(): Promise<void> {
  const built = join(root, 'dist', 'module.js');
  const sources = ['src', '.config', 'package-lock.json', 'CHANGELOG.md', 'README.md', 'LICENSE'];
  const newest = Math.max(...sources.map((source) => newestChange(join(root, source))));
  if (existsSync(built) && statSync(built).mtimeMs > newest) {
    return;
  }
  const webpack = await run('npm', ['run', '--silent', 'build:frontend'], { quiet: true });
  if (webpack.code !== 0) {
    throw new Error(`The front end does not build:\n${webpack.output}`);
  }
}

function newestChange(path: string): number {
  const found = statSync(path);
  if (!found.isDirectory()) {
    return found.mtimeMs;
  }
  return Math.max(found.mtimeMs, ...readdirSync(path).map((entry) => newestChange(join(path, entry))));
}

async function requireGo(): Promise<void> {
  const wanted = /^go (\d+)\.(\d+)/m.exec(readFileSync(join(root, 'go.mod'), 'utf8'));
  const found = await run('go', ['version'], { quiet: true }).catch(() => undefined);
  const version = /go(\d+)\.(\d+)/.exec(found?.output ?? '');
  if (!wanted || !version || Number(version[1]) < Number(wanted[1]) || Number(version[2]) < Number(wanted[2])) {
    const have = version ? `this is go ${version[1]}.${version[2]}` : 'there is no go on the PATH';
    throw new Error(`The backend needs Go ${wanted?.[1]}.${wanted?.[2]} or newer, and ${have}: see https://go.dev/dl/`);
  }
}
