import AxeBuilder from '@axe-core/playwright';
import { openWallboard } from './dashboardPage';
import { expect, test } from './environment';

for (const [path, ready] of [
  ['/editors/query', 'Metrics'],
  ['/editors/config', 'Client ID'],
] as const) {
  test(`${path} has no serious accessibility fault`, async ({ page, shared }) => {
    await page.goto(shared.url + path);
    await expect(page.getByLabel(ready).first()).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).analyze();
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  });

  test(`${path} fits a phone`, async ({ page, shared }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(shared.url + path);
    await expect(page.getByLabel(ready).first()).toBeVisible();
    // Lists that are still being loaded take more room for a moment.
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });
}

test('the wallboard fits a phone', async ({ page, shared }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openWallboard(page, shared);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});
