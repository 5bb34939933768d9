import { test as base } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Preview, startPreview } from '../../preview/preview';
import { type Simulator, startSimulator } from '../../simulator/simulator';
import { afternoonZone } from '../../scripts/afternoon';

const ROOT = join(__dirname, '..', '..');
const CLIENT = { clientId: 'wallboard', clientSecret: 'kept-to-itself' };

/** A preview with its simulator, and nothing else beside them. */
export interface Environment {
  url: string;
  simulator: Simulator;
  preview: Preview;
  clientSecret: string;
}

/**
 * Playwright's `test` with a preview: `shared` for tests that only read, `own` for tests that change settings or
 * break the simulator.
 */
export const test = base.extend<{ own: Environment }, { shared: Environment }>({
  shared: [({}, use) => withEnvironment(use), { scope: 'worker', timeout: 120_000 }],
  own: [({}, use) => withEnvironment(use), { timeout: 120_000 }],
});

export { expect } from '@playwright/test';

async function withEnvironment(use: (environment: Environment) => Promise<void>): Promise<void> {
  const timeZone = afternoonZone(Date.now());
  const storeFolder = await mkdtemp(join(tmpdir(), 'preview-store-'));
  const simulator = await startSimulator({ ...CLIENT, seed: 7, timeZone, lateBatches: 0 });
  try {
    const preview = await startPreview({
      port: 0,
      plugin: process.env.PLUGIN_DIR ?? join(ROOT, 'dist'),
      provisioning: join(ROOT, 'provisioning'),
      pluginSettings: { store_dir: storeFolder },
      env: {
        GENESYS_BASE_URL: simulator.url,
        GENESYS_CLIENT_ID: CLIENT.clientId,
        GENESYS_CLIENT_SECRET: CLIENT.clientSecret,
        GENESYS_TIME_ZONE: timeZone,
      },
    });
    try {
      await use({ url: preview.url, simulator, preview, clientSecret: CLIENT.clientSecret });
    } finally {
      await preview.close();
    }
  } finally {
    await simulator.close();
    await rm(storeFolder, { recursive: true, force: true });
  }
}
