import { spawn } from 'node:child_process';

import type { Board } from './grafana';
import { has, root } from './run';

/** Whether there is a Docker engine that answers, with compose. */
export async function hasCompose(): Promise<boolean> {
  return (await has('docker', ['compose', 'version'])) && (await has('docker', ['info']));
}

/** Runs docker-compose.yaml: Grafana and the simulator, both in containers. */
export async function startCompose(timeZone: string): Promise<Board> {
  const compose = spawn('docker', ['compose', 'up', '--build', '--abort-on-container-exit'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, GENESYS_TIME_ZONE: timeZone },
  });
  const ended = new Promise<void>((resolve) => compose.once('exit', () => resolve()));
  return {
    url: 'http://localhost:3000/d/intraday-quality?kiosk',
    ended,
    async close() {
      compose.kill('SIGINT');
      await ended;
    },
  };
}
