import { devices, type PlaywrightTestConfig } from '@playwright/test';

import { afternoonZone } from '../scripts/afternoon';
import { findChromium } from '../scripts/chromium';

/** A browser as it hangs on a wall, where it is afternoon: there is a day's worth of evaluations to show. */
export function wallBrowser(): PlaywrightTestConfig['use'] {
  return {
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
  };
}
