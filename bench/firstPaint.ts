import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium } from '@playwright/test';

import { startPreview } from '../preview/preview';
import { afternoonZone } from '../scripts/afternoon';
import { findChromium } from '../scripts/chromium';
import { root } from '../scripts/run';
import { startSimulator } from '../simulator/simulator';

const RUNS = 7;
const RESULTS = join(root, 'bench', 'RESULTS.md');
const HEAD = '## The wallboard in the preview';

/** Milliseconds from the start of the navigation. */
interface Paint {
  first: number;
  /** When every panel shows its numbers. */
  numbers: number;
}

/** Opens the wallboard in a browser that has never seen it, and waits until every panel shows its numbers. */
async function paint(browser: Browser, url: string): Promise<Paint> {
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
  try {
    const page = await context.newPage();
    await page.goto(url);
    await page.waitForFunction(() => {
      const texts = [...document.querySelectorAll('section')].map(({ textContent }) => textContent ?? '');
      const pending = texts.filter((text) => /score|rate/.test(text) && !/\d/.test(text));
      return texts.length > 0 && pending.length === 0 && document.querySelectorAll('canvas').length === 2;
    });
    return await page.evaluate(() => ({
      first: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
      numbers: performance.now(),
    }));
  } finally {
    await context.close();
  }
}

/** How long the browser takes to paint a page of one word: nothing can be quicker. */
async function paintOneWord(browser: Browser): Promise<number> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto('data:text/html,<p>word</p>');
    await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
    return await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN);
  } finally {
    await context.close();
  }
}

function figure(milliseconds: number[]): string {
  const sorted = milliseconds.toSorted((a, b) => a - b).map(Math.round);
  return `${sorted[Math.floor(sorted.length / 2)]} (${sorted[0]} to ${sorted.at(-1)})`;
}

/** Measures the built plugin in the preview, and puts the figures at the end of RESULTS.md. */
async function main(): Promise<void> {
  const timeZone = afternoonZone(Date.now());
  const simulator = await startSimulator({ port: 0, timeZone });
  const preview = await startPreview({
    port: 0,
    plugin: join(root, 'dist'),
    provisioning: join(root, 'provisioning'),
    env: {
      ...process.env,
      GENESYS_BASE_URL: simulator.url,
      GENESYS_CLIENT_ID: 'demo',
      GENESYS_CLIENT_SECRET: 'demo-secret',
      GENESYS_TIME_ZONE: timeZone,
    },
  });
  const browser = await chromium.launch({
    executablePath: findChromium(process.env),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const url = `${preview.url}/d/intraday-quality?kiosk`;
    const cold = await paint(browser, url);
    const warm: Paint[] = [];
    const word: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      warm.push(await paint(browser, url));
      word.push(await paintOneWord(browser));
    }
    const { size } = await stat(join(root, 'dist', 'module.js'));
    const page = [
      HEAD,
      '',
      'Milliseconds from the start of the navigation, in a headless Chromium that has cached nothing. The preview bundles all of',
      "Grafana's own panels, so a Grafana differs.",
      '',
      `- First paint: ${figure(warm.map(({ first }) => first))}; of a page of one word: ${figure(word)}.`,
      `- Every panel with its numbers: ${figure(warm.map(({ numbers }) => numbers))}; ${Math.round(cold.numbers)} the first time, when nothing has been asked yet.`,
      `- \`module.js\`: ${Math.round(size / 1024)} KB.`,
      '',
    ].join('\n');
    const results = await readFile(RESULTS, 'utf8');
    await writeFile(RESULTS, `${(results.split(HEAD)[0] ?? '').trimEnd()}\n\n${page}`);
    console.log(page);
  } finally {
    await browser.close();
    await preview.close();
    await simulator.close();
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
