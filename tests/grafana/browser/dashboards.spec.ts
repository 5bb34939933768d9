import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from '@grafana/plugin-e2e';

const FOLDER = join(__dirname, '..', '..', '..', 'src', 'dashboards');

interface Board {
  uid: string;
  title: string;
  panels: Array<{ title?: string; repeat?: string }>;
}

// Panels are made as they come into view.
test.use({ viewport: { width: 1920, height: 6000 } });

for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.json'))) {
  const { uid, title, panels }: Board = JSON.parse(readFileSync(join(FOLDER, file), 'utf8'));

  test(`every panel of ${title} has data`, async ({ page, gotoDashboardPage, selectors }) => {
    const refused: string[] = [];
    page.on('response', async (response) => {
      if (response.url().includes('/api/ds/query') && !response.ok()) {
        refused.push(await response.text());
      }
    });
    const dashboard = await gotoDashboardPage({ uid, queryParams: new URLSearchParams('kiosk') });

    for (const panel of panels.filter((one) => one.title && !one.repeat)) {
      const shown = dashboard.getPanelByTitle(panel.title ?? '');
      await expect(shown.locator, panel.title).toBeVisible();
      // A canvas has no text; every other panel shows numbers.
      await expect(async () => {
        const canvases = await shown.locator.locator('canvas').count();
        expect(canvases > 0 || /\d/.test(await shown.locator.innerText()), panel.title).toBe(true);
      }).toPass();
      await expect(shown.getErrorIcon(), panel.title).toBeHidden();
    }
    const contents = page.getByTestId(selectors.components.Panels.Panel.content);
    await expect(contents.filter({ hasText: 'No data' })).toHaveCount(0);
    expect(await contents.count()).toBeGreaterThanOrEqual(panels.length);
    expect(refused).toEqual([]);
  });
}
