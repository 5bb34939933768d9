import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';

import { licencesIn } from './licences';
import { root, run } from './run';

/** A part of others that is shipped: a Go module, Go itself, or an npm package. */
export interface Part {
  name: string;
  version: string;
  /** Where it lies on this machine. */
  directory: string;
  /** Those folders of it, as whole paths, of which code is shipped. */
  folders: string[];
  /** The page that leads to its source. */
  source: string;
  /** The SPDX expression of its manifest; without one its texts say it. */
  licence?: string;
}

/** The platforms that a release is built for, in Go's names, as `mage buildAll` builds them. */
export const PLATFORMS = ['darwin/amd64', 'darwin/arm64', 'linux/amd64', 'linux/arm', 'linux/arm64', 'windows/amd64'];

/** A licence's text, and what has to be passed on together with it. */
const TEXT = /^(unlicen[cs]e|licen[cs]e|copying|copyright|notice|patents|third.?party)/i;
const LICENCE = /^(un)?licen[cs]e|^copying/i;
const CODE = /\.(go|[cm]?[jt]sx?|json|sh|ya?ml)$/i;

/**
 * Go's standard library and the modules of which packages are linked into the backend, on any of the platforms.
 * Throws when Go cannot list them.
 */
export async function linkedParts(): Promise<Part[]> {
  const parts = new Map<string, Part>();
  const go = await goItself();
  const module = '{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Version}}\t{{.Dir}}{{end}}{{end}}';
  const format = `{{.Dir}}\t{{.Standard}}\t${module}`;
  for (const listed of await Promise.all(PLATFORMS.map((platform) => listPackages(platform, format)))) {
    for (const line of listed.split('\n')) {
      const [folder, standard, name, version, directory] = line.split('\t');
      if (!folder) {
        continue;
      }
      if (standard === 'true') {
        go.folders.push(folder);
      } else if (name && version && directory) {
        const source = `https://pkg.go.dev/${name}@${version}`;
        const part = parts.get(name) ?? { name, version, directory, folders: [], source };
        parts.set(name, { ...part, folders: [...part.folders, folder] });
      }
    }
  }
  if (parts.size === 0) {
    throw new Error('go list names no module: there is nothing that is linked, which cannot be.');
  }
  return [go, ...parts.values()];
}

async function listPackages(platform: string, format: string): Promise<string> {
  const [GOOS, GOARCH] = platform.split('/');
  const listed = await run('go', ['list', '-deps', '-f', format, './pkg'], {
    quiet: true,
    env: { GOOS, GOARCH, CGO_ENABLED: '0' },
  });
  if (listed.code !== 0) {
    throw new Error(`go list failed for ${platform}:\n${listed.output}`);
  }
  return listed.output;
}

async function goItself(): Promise<Part> {
  const { code, output } = await run('go', ['env', 'GOVERSION', 'GOROOT'], { quiet: true });
  const [version, directory] = output.trim().split('\n');
  if (code !== 0 || !version || !directory) {
    throw new Error(`go env does not say which Go this is:\n${output}`);
  }
  const source = `https://go.dev/dl/${version}.src.tar.gz`;
  return { name: 'Go, its runtime and standard library', version, directory, folders: [], source };
}

/**
 * The npm packages of which code lies in a built front end, as its source maps tell; webpack is one of them for what
 * it adds to start the others.
 */
export function bundledParts(dist: string): Part[] {
  const maps = existsSync(dist) ? readdirSync(dist).filter((file) => file.endsWith('.js.map')) : [];
  if (maps.length === 0) {
    throw new Error(`${dist} has no source maps: build the front end first, npm run build.`);
  }
  const sources = maps.flatMap((file) => readSources(join(dist, file)));
  const directories = new Set(sources.flatMap((source) => packageOf(source) ?? []));
  return [...directories].map(npmPart);
}

/** The directory of the package that a source map's path lies in. */
function packageOf(source: string): string | undefined {
  if (/^webpack:\/\/[^/]+\/webpack\//.test(source)) {
    return join(root, 'node_modules', 'webpack');
  }
  // Packages may lie in packages; the greedy part finds the innermost one.
  const [, found] = /^.*?((?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(source) ?? [];
  const directory = found && join(root, found.slice(found.indexOf('node_modules/')));
  // What webpack makes up has no package.
  return directory && existsSync(join(directory, 'package.json')) ? directory : undefined;
}

function readSources(file: string): string[] {
  const map: { sources: string[] } = JSON.parse(readFileSync(file, 'utf8'));
  return map.sources;
}

function npmPart(directory: string): Part {
  const manifest: { name?: unknown; version?: unknown; license?: unknown } = JSON.parse(
    readFileSync(join(directory, 'package.json'), 'utf8')
  );
  const name = String(manifest.name ?? basename(directory));
  const version = String(manifest.version);
  return {
    name,
    version,
    directory,
    folders: [directory],
    source: `https://www.npmjs.com/package/${name}/v/${version}`,
    licence: typeof manifest.license === 'string' ? manifest.license : undefined,
  };
}

/** The licences that a part is under, by SPDX id, or the expression of its manifest; none when they are not known. */
export function licencesOf(part: Part): string[] {
  if (part.licence !== undefined) {
    return [part.licence];
  }
  return licenceFiles(part.directory).flatMap((file) => licencesIn(readFileSync(join(part.directory, file), 'utf8')));
}

/** A part's own licence; files such as LICENSE-LOGO are about things within it, unless there is nothing else. */
function licenceFiles(directory: string): string[] {
  const files = readdirSync(directory).filter((file) => LICENCE.test(file));
  const own = files.filter((file) => /^(unlicen[cs]e|licen[cs]e|copying)(\.(md|txt))?$/i.test(file));
  return own.length > 0 ? own : files;
}

/**
 * The files with a part's licences and notices, as whole paths in order: those of the folders that are shipped, and of
 * all folders above them up to the part's own. Throws when none of them is a licence.
 */
export function noticeFiles(part: Part): string[] {
  const folders = new Set([part.directory]);
  for (let folder of part.folders) {
    while (folder.startsWith(part.directory + sep) && !folders.has(folder)) {
      folders.add(folder);
      folder = dirname(folder);
    }
  }
  const files = [...folders].sort().flatMap((folder) =>
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && TEXT.test(entry.name) && !CODE.test(entry.name))
      .map(({ name }) => join(folder, name))
      .sort()
  );
  if (!files.some((file) => LICENCE.test(basename(file)))) {
    throw new Error(`${part.name} ${part.version} has no licence text in ${part.directory}`);
  }
  return files;
}
