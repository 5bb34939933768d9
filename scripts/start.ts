import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { startPreview } from '../preview/preview';
import { startSimulator } from '../simulator/simulator';
import { afternoonZone } from './afternoon';
import { buildBackend, buildFrontend } from './building';
import { hasCompose, startCompose } from './compose';
import { findGrafana, startGrafana, type Board } from './grafana';
import { printFirstQuery } from './firstQuery';
import { root } from './run';

/** Builds what is missing and shows wallboards of a simulated contact centre, until Ctrl+C. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '3000' } } });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new Error(`--port is "${values.port}"; give a port number.`);
  }
  const timeZone = afternoonZone(Date.now());
  const grafana = await findGrafana(process.env);
  const containers = !grafana && (await hasCompose());
  console.log('Building the plugin …');
  await buildBackend(containers);
  await buildFrontend();
  if (containers) {
    console.log('There is a Docker engine: starting docker-compose.yaml, Grafana and the simulator in containers.');
    await untilStopped(await startCompose(timeZone));
    return;
  }

  const simulator = await startSimulator({ port: 0, timeZone });
  console.log(`The simulator stands in for Genesys Cloud at ${simulator.url}.`);
  console.log(`Its contact centre is in ${timeZone}, where it is afternoon, so that there is a day to look at.`);
  const demo = {
    GENESYS_BASE_URL: simulator.url,
    GENESYS_CLIENT_ID: 'demo',
    GENESYS_CLIENT_SECRET: 'demo-secret',
    GENESYS_TIME_ZONE: timeZone,
  };
  try {
    const board = grafana ? await showInGrafana(grafana, port, demo) : await showInPreview(port, demo);
    await printFirstQuery(new URL(board.url).origin);
    console.log(`\nThe wallboard: ${board.url}\nStop it with Ctrl+C.`);
    await untilStopped(board);
  } finally {
    await simulator.close();
  }
}

function showInGrafana(
  grafana: { binary: string; home: string },
  port: number,
  demo: NodeJS.ProcessEnv
): Promise<Board> {
  console.log(`Starting the Grafana in ${grafana.home}.`);
  return startGrafana(grafana, port, demo);
}

async function showInPreview(port: number, demo: NodeJS.ProcessEnv): Promise<Board> {
  console.log(
    'There is no Grafana here (GRAFANA_HOME is not set, no grafana on the PATH, no Docker engine that answers):\n' +
      'starting the panel preview, which shows the same dashboards and editors from the same plugin binary.'
  );
  const preview = await startPreview({
    port,
    plugin: join(root, 'dist'),
    provisioning: join(root, 'provisioning'),
    env: { ...process.env, ...demo },
  });
  return {
    url: `${preview.url}/d/intraday-quality`,
    ended: preview.plugin.ended.then(() => undefined),
    close: () => preview.close(),
  };
}

/** Waits for Ctrl+C or the board's own end, and stops it. */
async function untilStopped(board: Board): Promise<void> {
  const asked = new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
  await Promise.race([asked, board.ended]);
  console.log('Stopping …');
  await board.close();
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
