import { defineConfig } from '@playwright/test';

import { wallBrowser } from './tests/wallBrowser';

/** The browser tests of the panel preview: the real plugin binary and the simulator, no Grafana server. */
export default defineConfig({
  testDir: './tests/preview',
  outputDir: './test-results/browser',
  fullyParallel: false,
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 60_000 },
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  reporter: [['list'], ['json', { outputFile: 'test-results/browser.json' }]],
  use: wallBrowser(),
});
