import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

import { buildFrontend } from './building';
import { linkedModules, unnamed } from './linkedModules';
import { NOTICES, writeNotices } from './notices';
import { root, run } from './run';
import { bundledParts, type Part } from './shipped';

/** What the catalogue reads of plugin.json. */
interface Manifest {
  info: { version: string; updated: string; logos: Record<string, string>; screenshots: Array<{ path: string }> };
  includes: Array<{ path: string }>;
}

const DIST = join(root, 'dist');
const built = (path: string) => readFileSync(join(DIST, path), 'utf8');

let parts: Part[];
let manifest: Manifest;

beforeAll(async () => {
  await buildFrontend();
  parts = await writeNotices();
  manifest = JSON.parse(built('plugin.json'));
});

it('has the README that the catalogue shows: setup, permissions, and who sees whose scores', () => {
  const readme = built('README.md');
  for (const needed of [
    'Admin > Integrations > OAuth > Add client',
    'quality > evaluation > view',
    'analytics > evaluationAggregate > view',
    'plugins install intraday-genesysquality-datasource',
    '### Who can see whose scores',
  ]) {
    expect(readme).toContain(needed);
  }
});

it('has a README of which every link and picture works outside of the repository', () => {
  const targets = [...built('README.md').matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => target);
  expect(targets.length).toBeGreaterThan(5);
  expect(targets.filter((target) => !target?.startsWith('https://'))).toEqual([]);
});

it('shows pictures of all dashboards that exist in the repository, too', () => {
  const pictures = [...built('README.md').matchAll(/!\[[^\]]*\]\(.*\/main\/([^)]+)\)/g)].map(([, path]) => path);
  expect(pictures).toHaveLength(manifest.includes.length);
  pictures.forEach((path) => expect(statSync(join(root, path ?? '')).isFile()).toBe(true));
});

it('says its version and its date', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  expect(manifest.info.version).toBe(version);
  expect(manifest.info.updated).toMatch(/^\d{4}-\d{2}-\d{2}$/);
});

it('has a screenshot of each dashboard, small enough for the catalogue, and the same as in the documents', () => {
  const { screenshots } = manifest.info;
  expect(screenshots).toHaveLength(manifest.includes.length);
  for (const { path } of screenshots) {
    const picture = readFileSync(join(DIST, path));
    expect(picture.length).toBeLessThan(500_000);
    expect(picture.equals(readFileSync(join(root, 'docs', basename(path))))).toBe(true);
  }
});

it('has all files that plugin.json names', () => {
  const { info, includes } = manifest;
  for (const path of [...Object.values(info.logos), ...includes.map((include) => include.path)]) {
    expect(statSync(join(DIST, path)).isFile()).toBe(true);
  }
});

it('has notices of all modules that the binary says are linked into it', async () => {
  const binary = join(root, '.cache', 'archive-test', 'gpx_genesysquality');
  const flags = ['-trimpath', '-buildvcs=false', '-ldflags=-s -w'];
  const { code } = await run('go', ['build', ...flags, '-o', binary, './pkg'], { env: { CGO_ENABLED: '0' } });
  expect(code).toBe(0);
  const modules = await linkedModules(binary);
  expect(unnamed(modules, parts)).toEqual([]);
  const notices = built(NOTICES);
  expect(modules.filter((module) => !notices.includes(`\n${module}: `))).toEqual([]);
});

it('has notices of all packages in the front end, and of Go', () => {
  const notices = built(NOTICES);
  const bundled = bundledParts(DIST);
  expect(bundled.map(({ name }) => name)).toEqual(expect.arrayContaining(['@grafana/i18n', 'webpack']));
  expect(bundled.filter(({ name, version }) => !notices.includes(`\n${name} ${version}: LICENSE`))).toEqual([]);
  expect(notices).toMatch(/^Go, its runtime and standard library go\d\S+: LICENSE$/m);
  expect(notices).toMatch(/^Go, its runtime and standard library go\d\S+: PATENTS$/m);
});

it('passes the NOTICE files of the modules on, word by word', () => {
  const notices = built(NOTICES);
  const own = parts.flatMap(({ directory }) =>
    readdirSync(directory)
      .filter((file) => /^NOTICE/.test(file))
      .map((file) => readFileSync(join(directory, file), 'utf8').trim())
  );
  expect(own.length).toBeGreaterThan(0);
  expect(own.filter((notice) => !notices.includes(notice.replace(/[ \t\r]+$/gm, '')))).toEqual([]);
});
