import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

import { root } from './run';

/** A workflow, as far as it is read here. */
interface Workflow {
  permissions: Record<string, string>;
  jobs: Record<string, Job>;
}

interface Job {
  permissions: Record<string, string>;
  steps: Step[];
}

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}

const FOLDER = join(root, '.github', 'workflows');
const FILES = readdirSync(FOLDER);

const textOf = (file: string) => readFileSync(join(FOLDER, file), 'utf8');
const workflow = (file: string): Workflow => parse(textOf(file), { strict: true });
const stepsOf = (file: string) => Object.values(workflow(file).jobs).flatMap(({ steps }) => steps);

describe.each(FILES)('%s', (file) => {
  it('uses actions of one commit each, with their version beside it', () => {
    const used = [...textOf(file).matchAll(/uses: (.*)/g)].map(([, action]) => action);
    expect(used).toHaveLength(stepsOf(file).filter(({ uses }) => uses).length);
    expect(used.filter((action) => !/^[\w./-]+@[0-9a-f]{40} # \S+$/.test(action ?? ''))).toEqual([]);
  });

  it('lets a job do only what it names', () => {
    const { permissions, jobs } = workflow(file);
    expect(permissions).toEqual({});
    expect(Object.values(jobs).map((job) => typeof job.permissions)).toEqual(Object.keys(jobs).map(() => 'object'));
  });

  it('runs scripts that there are', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const commands = stepsOf(file).flatMap(({ run }) => run ?? []);
    const npm = commands.flatMap((command) => [...command.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name));
    expect(npm.filter((name) => !(name && name in scripts))).toEqual([]);
    const own = commands.flatMap((command) => [...command.matchAll(/^\.ci\/\w+/gm)].map(([path]) => path));
    own.forEach((path) => expect(statSync(join(root, path)).mode & 0o111).toBe(0o111));
  });
});

it('releases what is signed and attested, with the Go that the backend is written in', () => {
  const { release } = workflow('release.yml').jobs;
  expect(release?.permissions).toEqual({ contents: 'write', 'id-token': 'write', attestations: 'write' });
  const build = release?.steps.find(({ uses }) => uses?.startsWith('grafana/plugin-actions/build-plugin@'));
  const [, go] = /^go (\d+\.\d+)/m.exec(readFileSync(join(root, 'go.mod'), 'utf8')) ?? [];
  expect(build?.with).toMatchObject({
    policy_token: '${{ secrets.GRAFANA_ACCESS_POLICY_TOKEN }}',
    'go-version': go,
    attestation: true,
  });
});
