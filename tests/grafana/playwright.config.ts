import { defineConfig } from '@playwright/test';

import { wallBrowser } from '../wallBrowser';
import { authorization, grafanaUrl } from './environment';

/** The tests in a real Grafana, at GRAFANA_URL; docs/alerting.md says how to run them. */
export default defineConfig({
  outputDir: '../../test-results/grafana',
  fullyParallel: false,
  workers: 1,
  timeout: 240_000,
  expect: { timeout: 60_000 },
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  reporter: [['list'], ['json', { outputFile: '../../test-results/grafana.json' }]],
  use: { baseURL: grafanaUrl(process.env), extraHTTPHeaders: authorization(process.env) },
  projects: [
    {
      // Grafana's own server alone: expressions and alert rules.
      name: 'server',
      testDir: './server',
    },
    {
      name: 'browser',
      testDir: './browser',
      use: wallBrowser(),
    },
  ],
});
