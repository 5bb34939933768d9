import { defineConfig, devices } from '@playwright/test';
import { afternoonZone } from './scripts/afternoon';
import { findChromium } from './scripts/chromium';

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
  use: {
    ...devices['Desktop Chrome'],
    viewport: { width: 1920, height: 1080 },
    timezoneId: afternoonZone(Date.now()),
    locale: 'en-US',
    trace: 'retain-on-failure',
    launchOptions: {
      // Without one on this machine Playwright looks for its own.
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
});
