import { spawn, type SpawnOptions } from 'node:child_process';
import { join } from 'node:path';

/** The checkout's root. */
export const root = join(__dirname, '..');

/** What a command did: its exit code (null when a signal ended it) and what it printed, both streams in order. */
export interface Outcome {
  code: number | null;
  output: string;
}

/** Runs a command in the checkout, shows what it prints, and keeps it. Rejects when the command cannot be started. */
export function run(command: string, args: string[], options: { quiet?: boolean; env?: NodeJS.ProcessEnv } = {}) {
  return new Promise<Outcome>((resolve, reject) => {
    const settings: SpawnOptions = {
      cwd: root,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    };
    const child = spawn(command, args, settings);
    const printed: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        printed.push(chunk);
        if (!options.quiet) {
          process.stdout.write(chunk);
        }
      });
    }
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output: Buffer.concat(printed).toString('utf8') }));
  });
}

/** Whether a command can be started at all; asked by running it with `args`. */
export async function has(command: string, args: string[]): Promise<boolean> {
  try {
    return (await run(command, args, { quiet: true })).code === 0;
  } catch {
    return false;
  }
}
