import { panelNamed } from './dashboardPage';
import { expect, test } from './environment';

const TITLE = 'Lowest average scores';

test('a panel says what is wrong with Genesys Cloud, and recovers by itself', async ({ page, own }) => {
  await own.simulator.control.addFault({ path: 'metrics', kind: 'status', status: 403 });
  await page.goto(`${own.url}/d/intraday-quality`);
  const panel = panelNamed(page, TITLE);
  await expect(panel).toContainText('No data');
  await panel.getByLabel('Panel status').hover();
  await expect(page.getByRole('tooltip')).toContainText('403');

  await own.simulator.control.clearFaults();
  await expect(async () => {
    await page.getByRole('button', { name: 'Refresh', exact: true }).click();
    await expect(panel).toContainText('%', { timeout: 2_000 });
  }).toPass();
  await expect(panel.getByLabel('Panel status')).toHaveCount(0);
});
