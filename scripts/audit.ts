import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { buildFrontend } from './building';
import { ALLOWED, allows, licencesIn } from './licences';
import { root, run } from './run';

/** What a check found: a line for people, and what of it must not be shipped. */
interface Finding {
  said: string;
  bad: string[];
  /** What is worth knowing and is no reason to stop. */
  notes?: string[];
}

/** A part that is shipped. */
interface Part {
  name: string;
  version: string;
  directory: string;
}

/** The systems that the plugin is built for; each may need modules that others do not. */
const SYSTEMS = ['linux', 'darwin', 'windows'];

const DIST = join(root, 'dist');
const UNREACHABLE = 'NOT CHECKED: its database could not be reached';

/** Licences and known vulnerabilities of all that is shipped. Only a finding fails; a database out of reach does not. */
async function main(): Promise<void> {
  await buildFrontend();
  const bundled = bundledPackages();
  const checks: Array<[name: string, check: () => Promise<Finding>]> = [
    ['Go licences', goLicences],
    ['npm licences', () => Promise.resolve(npmLicences(bundled))],
    ['npm audit', () => npmAudit(bundled)],
    ['govulncheck', govulncheck],
  ];
  let bad = 0;
  let unchecked = 0;
  for (const [name, check] of checks) {
    const finding = await check();
    console.log(`${name.padEnd(13)} ${finding.said}`);
    finding.bad.forEach((line) => console.log(`  BAD   ${line}`));
    finding.notes?.forEach((line) => console.log(`  note  ${line}`));
    bad += finding.bad.length;
    unchecked += finding.said.startsWith(UNREACHABLE) ? 1 : 0;
  }
  const verdict = bad === 0 ? 'Nothing was found that must not be shipped' : `${bad} must not be shipped as they are`;
  console.log(`${verdict}; ${unchecked === 0 ? 'everything was checked' : `${unchecked} checks could not be made`}.`);
  process.exitCode = bad === 0 ? 0 : 1;
}

async function goLicences(): Promise<Finding> {
  const modules = new Map<string, Part>();
  const format = '{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Version}}\t{{.Dir}}{{end}}{{end}}';
  for (const system of SYSTEMS) {
    const listed = await run('go', ['list', '-deps', '-f', format, './pkg'], {
      quiet: true,
      env: { GOOS: system, GOARCH: 'amd64', CGO_ENABLED: '0' },
    });
    if (listed.code !== 0) {
      throw new Error(`go list failed for ${system}:\n${listed.output}`);
    }
    for (const line of listed.output.split('\n')) {
      const [name, version, directory] = line.split('\t');
      if (name && version && directory) {
        modules.set(name, { name, version, directory });
      }
    }
  }
  if (modules.size === 0) {
    throw new Error('go list names no module: there is nothing to check, which cannot be.');
  }
  return judge([...modules.values()], (module) => textLicences(module));
}

function npmLicences(bundled: Part[]): Finding {
  return judge(bundled, (part) => {
    const { license } = manifest(part.directory);
    if (typeof license === 'string') {
      return { licences: [license], good: allows(license) };
    }
    return textLicences(part);
  });
}

interface Verdict {
  licences: string[];
  good: boolean;
}

function textLicences({ directory }: Part): Verdict {
  const licences = licenceFiles(directory).flatMap((file) => licencesIn(readFileSync(join(directory, file), 'utf8')));
  return { licences, good: licences.length > 0 && licences.every((id) => ALLOWED.has(id)) };
}

/** A part's own licence; files such as LICENSE-LOGO are about things within it, unless there is nothing else. */
function licenceFiles(directory: string): string[] {
  const files = readdirSync(directory).filter((file) => /^(un)?licen[cs]e|^copying/i.test(file));
  const own = files.filter((file) => /^(unlicen[cs]e|licen[cs]e|copying)(\.(md|txt))?$/i.test(file));
  return own.length > 0 ? own : files;
}

function judge(parts: Part[], licencesOf: (part: Part) => Verdict): Finding {
  const counts = new Map<string, number>();
  const bad: string[] = [];
  for (const part of parts) {
    const { licences, good } = licencesOf(part);
    for (const id of new Set(licences)) {
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    if (!good) {
      const what = licences.length === 0 ? 'no licence that is known' : licences.join(' and ');
      bad.push(`${part.name} ${part.version}: ${what} (read ${part.directory})`);
    }
  }
  const summary = [...counts].sort(([, a], [, b]) => b - a).map(([id, count]) => `${count} ${id}`);
  return { said: `${parts.length} are shipped: ${summary.join(', ')}`, bad };
}

/** The packages of which code lies in the bundle, as its source maps tell. */
function bundledPackages(): Part[] {
  const maps = readdirSync(DIST).filter((file) => file.endsWith('.js.map'));
  if (maps.length === 0) {
    throw new Error('dist/ has no source maps: build the front end first, npm run build.');
  }
  const directories = new Set<string>();
  for (const file of maps) {
    for (const source of readSources(join(DIST, file))) {
      // Packages may lie in packages; the greedy part finds the innermost one.
      const [, found] = /^.*?((?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(source) ?? [];
      const directory = found && join(root, found.slice(found.indexOf('node_modules/')));
      // What webpack makes up has no package.
      if (directory && existsSync(join(directory, 'package.json'))) {
        directories.add(directory);
      }
    }
  }
  return [...directories].map((directory) => {
    const { name, version } = manifest(directory);
    return { name: String(name ?? basename(directory)), version: String(version), directory };
  });
}

function readSources(file: string): string[] {
  const map: { sources: string[] } = JSON.parse(readFileSync(file, 'utf8'));
  return map.sources;
}

function manifest(directory: string): { name?: unknown; version?: unknown; license?: unknown } {
  return JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
}

/** What `npm audit --json` answers, as far as it is read here. */
interface NpmAudit {
  vulnerabilities?: Record<string, { severity: string; range: string; nodes: string[] }>;
}

/** A vulnerability counts where its package is in the bundle: what Grafana brings itself is Grafana's to mend. */
async function npmAudit(bundled: Part[]): Promise<Finding> {
  const { output } = await run('npm', ['audit', '--omit=dev', '--json'], { quiet: true });
  const { vulnerabilities } = parsed(output);
  if (!vulnerabilities) {
    return { said: `${UNREACHABLE} (${reason(output)})`, bad: [] };
  }
  const shipped = new Set(bundled.map(({ directory }) => directory));
  const bad: string[] = [];
  const notes: string[] = [];
  for (const [name, { severity, range, nodes }] of Object.entries(vulnerabilities)) {
    const inBundle = nodes.some((node) => shipped.has(join(root, node)));
    (inBundle ? bad : notes).push(`${name} ${range}: ${severity}${inBundle ? '' : ', not in the bundle'}`);
  }
  return { said: `${bad.length} known vulnerabilities in the bundle, ${notes.length} beside it`, bad, notes };
}

/** Both streams are one text; npm's warnings may stand around its JSON. */
function parsed(output: string): NpmAudit {
  try {
    return JSON.parse(output.slice(output.indexOf('{'), output.lastIndexOf('}') + 1));
  } catch {
    return {};
  }
}

async function govulncheck(): Promise<Finding> {
  const tool = ['tool', '-modfile=tools/govulncheck.mod', 'govulncheck'];
  const { code, output } = await run('go', [...tool, './pkg/...'], { quiet: true });
  if (code === 0) {
    return { said: 'no known vulnerability is reached', bad: [] };
  }
  const found = [...output.matchAll(/^Vulnerability #\d+: (.+)$/gm)].map(([, id]) => String(id));
  if (found.length > 0) {
    return {
      said: `${found.length} known vulnerabilities are reached; go ${tool.join(' ')} ./pkg/... says how`,
      bad: found,
    };
  }
  return { said: `${UNREACHABLE} (${reason(output)})`, bad: [] };
}

/** The first line that says what went wrong. */
function reason(output: string): string {
  const lines = output.split('\n').map((line) => line.trim().replace(/^"message": "|",$/g, ''));
  return (
    lines.find((line) => /error|fetching|not allowed|warn/i.test(line)) ?? lines.find(Boolean) ?? 'it said nothing'
  );
}

void main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
