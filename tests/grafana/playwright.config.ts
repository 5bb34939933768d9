import { defineConfig, devices } from '@playwright/test';

import { afternoonZone } from '../../scripts/afternoon';
import { findChromium } from '../../scripts/chromium';
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
      use: {
        ...devices['Desktop Chrome'],
        viewport: { width: 1920, height: 1080 },
        timezoneId: afternoonZone(Date.now()),
        locale: 'en-US',
        trace: 'retain-on-failure',
        launchOptions: {
          executablePath: findChromium(process.env),
          args: [
            '--no-sandbox',
            '--disable-gpu',
            '--disable-quic',
            '--no-first-run',
            '--disable-background-networking',
            '--disable-component-update',
            '--disable-sync',
          ],
        },
      },
    },
  ],
});
