import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { buildBackend, buildFrontend } from './building';
import { findChromium } from './chromium';
import { has, root, run } from './run';

/** How a stage of the tests ended. Stages without tests of their own (lint, types) count none. */
export interface Result {
  failed: boolean;
  passed: number;
  failures: number;
  skipped: number;
  /** Why the stage, or a part of it, did not run. */
  leftOut?: string;
}

/** A stage: its name, and what runs it. */
export type Stage = [name: string, run: () => Promise<Result>];

const RESULTS = join(root, 'test-results');

/** Everything that can run on this machine, quickest verdict first. */
export const STAGES: Stage[] = [
  ['prettier', () => command('npx', ['prettier', '--check', '--log-level=warn', '.'])],
  ['eslint', () => command('npx', ['eslint', '--cache', '--max-warnings=0', '.'])],
  ['types', () => command('npm', ['run', '--silent', 'typecheck'])],
  [
    'golangci-lint',
    () => command('go', ['tool', '-modfile=tools/golangci-lint.mod', 'golangci-lint', 'run', './pkg/...']),
  ],
  ['build', build],
  ['Go', goTests],
  ['jest', () => jestTests(['src', 'node', 'binary'])],
  ['faults', () => jestTests(['faults'])],
  ['browser', browserTests],
  ['Grafana', grafanaTests],
];

async function command(name: string, args: string[]): Promise<Result> {
  const { code } = await run(name, args);
  return { failed: code !== 0, passed: 0, failures: 0, skipped: 0 };
}

async function build(): Promise<Result> {
  await buildBackend();
  await buildFrontend();
  return { failed: false, passed: 0, failures: 0, skipped: 0 };
}

async function goTests(): Promise<Result> {
  // The race detector is written in C.
  const race = await has('gcc', ['--version']);
  // Thousands of random schedules on a busy machine take longer than the ten minutes that Go allows a package.
  const args = ['test', ...(race ? ['-race'] : []), '-timeout', '30m', '-json', './pkg/...'];
  const { code, output } = await run('go', args, {
    quiet: true,
    env: race ? { CGO_ENABLED: '1' } : {},
  });
  const result: Result = { failed: code !== 0, passed: 0, failures: 0, skipped: 0 };
  if (!race) {
    result.leftOut = 'the race detector needs gcc, and there is none';
  }
  const printed = new Map<string, string>();
  for (const line of output.split('\n')) {
    if (!line.startsWith('{')) {
      process.stdout.write(line === '' ? '' : `${line}\n`);
      continue;
    }
    count(result, JSON.parse(line), printed);
  }
  return result;
}

/** A line of `go test -json`, as far as it is read here. */
interface GoEvent {
  Action: string;
  Package?: string;
  Test?: string;
  Output?: string;
}

function count(result: Result, event: GoEvent, printed: Map<string, string>): void {
  const key = `${event.Package} ${event.Test ?? ''}`;
  if (event.Action === 'output') {
    // A figure that a test is there to show.
    if (event.Output?.includes('upstream calls')) {
      process.stdout.write(event.Output);
    }
    printed.set(key, (printed.get(key) ?? '') + event.Output);
  } else if (event.Action === 'build-output') {
    process.stdout.write(event.Output ?? '');
  } else if (event.Action === 'fail') {
    process.stdout.write(printed.get(key) ?? '');
  }
  if (event.Test) {
    result.passed += event.Action === 'pass' ? 1 : 0;
    result.failures += event.Action === 'fail' ? 1 : 0;
    result.skipped += event.Action === 'skip' ? 1 : 0;
  }
}

async function jestTests(projects: string[]): Promise<Result> {
  // The tests of several replicas say the same by being skipped.
  const redis = await has('redis-server', ['--version']);
  mkdirSync(RESULTS, { recursive: true });
  const file = join(RESULTS, `jest-${projects.join('-')}.json`);
  const { code } = await run(
    'npx',
    [
      'jest',
      '--selectProjects',
      ...projects,
      '--maxWorkers=2',
      '--silent',
      '--json',
      `--outputFile=${file}`,
      '--reporters=default',
    ],
    { quiet: false }
  );
  const counted = JSON.parse(readFileSync(file, 'utf8'));
  return {
    failed: code !== 0,
    passed: counted.numPassedTests,
    failures: counted.numFailedTests,
    skipped: counted.numPendingTests,
    leftOut: redis
      ? undefined
      : 'the tests of several replicas need redis-server (Debian: apt-get install redis-server)',
  };
}

async function browserTests(): Promise<Result> {
  if (!findChromium(process.env)) {
    return {
      failed: false,
      passed: 0,
      failures: 0,
      skipped: 0,
      leftOut: 'there is no Chromium: install it (Debian: apt-get install chromium) or name one with CHROMIUM_PATH',
    };
  }
  return playwright('playwright.config.ts', 'browser.json');
}

async function grafanaTests(): Promise<Result> {
  if (!process.env.GRAFANA_URL) {
    return {
      failed: false,
      passed: 0,
      failures: 0,
      skipped: 0,
      leftOut:
        'there is no Grafana: name one that has this plugin and provisioning/ with GRAFANA_URL (docs/alerting.md)',
    };
  }
  const browser = findChromium(process.env) !== undefined;
  const result = await playwright(
    'tests/grafana/playwright.config.ts',
    'grafana.json',
    browser ? [] : ['--project=server']
  );
  if (!browser) {
    return { ...result, leftOut: 'its pages need a Chromium, and there is none: name one with CHROMIUM_PATH' };
  }
  if (!process.env.SIMULATOR_URL) {
    return {
      ...result,
      leftOut: 'alerts that fire and recover need the simulator that Grafana asks, at SIMULATOR_URL',
    };
  }
  return result;
}

async function playwright(config: string, file: string, args: string[] = []): Promise<Result> {
  const { code } = await run('npx', ['playwright', 'test', '--config', config, ...args]);
  const { stats } = JSON.parse(readFileSync(join(RESULTS, file), 'utf8'));
  return { failed: code !== 0, passed: stats.expected, failures: stats.unexpected, skipped: stats.skipped };
}
