import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';

import { TestClient } from './testClient';

const ROOT = resolve(__dirname, '..');
/** A new process has to start and to load TypeScript, which takes as long as the machine is busy. */
const PATIENCE_MS = 120_000;

let running: ChildProcess[] = [];

afterEach(() => {
  running.forEach((child) => child.kill('SIGKILL'));
  running = [];
});

function run(...args: string[]): ChildProcess {
  const tsx = resolve(ROOT, 'node_modules/tsx/dist/cli.mjs');
  const command = [tsx, 'simulator/main.ts', ...args];
  const child = spawn(process.execPath, command, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  running.push(child);
  return child;
}

test.each(['SIGINT', 'SIGTERM'] as const)(
  'prints its URL, answers there, and ends cleanly on %s',
  async (signal) => {
    const child = run('--port', '0', '--agents', '5');
    const ended = once(child, 'exit');
    const [line] = child.stdout ? await once(child.stdout, 'data') : [];
    const url = /^Genesys Cloud simulator listening on (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(String(line))?.[1];
    expect((await fetch(`${url}/simulator/state`)).status).toBe(200);
    child.kill(signal);
    expect(await ended).toEqual([0, null]);
  },
  PATIENCE_MS
);

test(
  'a bad flag is explained, exit 2',
  async () => {
    const child = run('--speed', 'fast');
    const [message, exit] = await Promise.all([child.stderr && text(child.stderr), once(child, 'exit')]);
    expect(message).toBe('simulator: --speed must be a number from 0, got "fast"\n');
    expect(exit).toEqual([2, null]);
  },
  PATIENCE_MS
);

test(
  'a taken port is explained, exit 1',
  async () => {
    const other = await TestClient.start();
    const child = run('--port', new URL(other.simulator.url).port);
    const [message, exit] = await Promise.all([child.stderr && text(child.stderr), once(child, 'exit')]);
    await other.close();
    expect(message).toContain('EADDRINUSE');
    expect(exit).toEqual([1, null]);
  },
  PATIENCE_MS
);
