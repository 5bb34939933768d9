import type { Page } from '@playwright/test';
import { panelNamed } from './dashboardPage';
import { type Environment, expect, test } from './environment';

interface PanelJson {
  title: string;
  type: string;
  repeat?: 'queue' | 'form';
}

interface Wallboard {
  uid: string;
  panels: PanelJson[];
}

const ENTITY = { queue: 'queue', form: 'evaluationForm' };

test('every panel of every dashboard shows data and no error', async ({ page, shared }) => {
  for (const { uid, panels } of await wallboards(page, shared)) {
    await page.goto(`${shared.url}/d/${uid}`);
    for (const { title, type, repeat } of panels.filter(({ type }) => type !== 'text')) {
      for (const shown of repeat ? await namesOf(page, shared, ENTITY[repeat]) : [title]) {
        const panel = panelNamed(page, shown);
        await (type === 'timeseries'
          ? expect(panel.locator('canvas')).toBeVisible()
          : expect(panel).toContainText(/\d/));
        await expect(panel).not.toContainText('No data');
        await expect(panel.getByLabel('Panel status')).toHaveCount(0);
      }
    }
  }
});

for (const width of [1920, 390]) {
  test(`every dashboard says how fresh it is and fits ${width} pixels`, async ({ page, shared }) => {
    await page.setViewportSize({ width, height: 1080 });
    for (const { uid } of await wallboards(page, shared)) {
      await page.goto(`${shared.url}/d/${uid}`);
      const label = page.getByText('Updated every 15 minutes, may lag 30');
      await expect(label).toBeVisible();
      // Nothing of the label's panel is cut off: its last line lies inside.
      const room = await label.evaluate((element) => {
        const frame = element.closest('section')?.getBoundingClientRect();
        const text = element.closest('.markdown-html')?.lastElementChild?.getBoundingClientRect();
        return frame && text ? frame.bottom - text.bottom : NaN;
      });
      expect(room, uid).toBeGreaterThanOrEqual(0);
      await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth), uid).toBe(width);
    }
  });
}

async function wallboards(page: Page, { url }: Environment): Promise<Wallboard[]> {
  const found: Array<{ uid: string }> = await (await page.request.get(`${url}/api/search`)).json();
  expect(found).toHaveLength(3);
  return Promise.all(
    found.map(async ({ uid }) => (await (await page.request.get(`${url}/api/dashboards/uid/${uid}`)).json()).dashboard)
  );
}

async function namesOf(page: Page, { url }: Environment, entity: string): Promise<string[]> {
  const path = `/api/datasources/uid/genesys-cloud-quality/resources/entities/${entity}`;
  const entities: Array<{ name: string }> = await (await page.request.get(url + path)).json();
  expect(entities.length).toBeGreaterThan(1);
  return entities.map(({ name }) => name);
}
