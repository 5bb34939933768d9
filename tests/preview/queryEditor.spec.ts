import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { panelNamed } from './dashboardPage';
import { expect, test } from './environment';

test('grouping by queue with the keyboard alone changes the result', async ({ page, shared }) => {
  await page.goto(`${shared.url}/editors/query`);
  const result = panelNamed(page, 'Result');
  await expect(result.getByRole('columnheader', { name: 'Agent', exact: true })).toBeVisible();

  const { queues } = await shared.simulator.control.organization();
  await page.getByRole('combobox', { name: 'Group by' }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('option', { name: 'Queue' })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');

  await expect(result.getByRole('columnheader', { name: 'Queue', exact: true })).toBeVisible();
  for (const { name } of queues) {
    await expect(result.getByRole('gridcell', { name, exact: true })).toBeVisible();
  }
});

test('a higher minimum count leaves rows out', async ({ page, shared }) => {
  await page.goto(`${shared.url}/editors/query`);
  const result = panelNamed(page, 'Result');
  await expect(result.getByRole('gridcell').first()).toBeVisible();

  await page.getByLabel('Minimum count').fill('1000');
  await page.keyboard.press('Enter');
  await expect(result).toContainText('No data');
  await expect(result.getByRole('img')).toHaveAccessibleName(/1,?000 evaluations/);
});

test('a time series is drawn as lines', async ({ page, shared }) => {
  await page.goto(`${shared.url}/editors/query`);
  const result = panelNamed(page, 'Result');
  await page.getByRole('combobox', { name: 'Group by' }).click();
  await page.getByRole('option', { name: 'Evaluation form' }).click();
  await page.getByRole('radio', { name: 'Time series' }).check();
  await expect(result.locator('canvas')).toBeVisible();
  for (const { name } of (await shared.simulator.control.organization()).evaluationForms) {
    await expect(result).toContainText(`${name} · Average score`);
  }
});

/** An editor as it is where this API answers, whichever one the simulator speaks. */
async function openEditorOf(page: Page, url: string, dialect: 'qualityMetrics' | 'analytics'): Promise<void> {
  await page.route('**/resources/dialect', (route) => route.fulfill({ json: { dialect } }));
  await page.goto(`${url}/editors/query`);
  await expect(page.getByRole('note', { name: 'Requests to Genesys Cloud' })).toBeVisible();
}

test('the editor offers what the API can do, and says what it costs', async ({ page, shared }) => {
  await openEditorOf(page, shared.url, 'qualityMetrics');
  await expect(page.getByRole('note', { name: 'Requests to Genesys Cloud' })).toContainText('1 request to');
  await expect(page.getByLabel('Scored by')).toBeHidden();

  await page.getByRole('radio', { name: 'Time series' }).check();
  await expect(page.getByRole('note', { name: 'Requests to Genesys Cloud' })).toContainText('at first');
});

for (const show of ['Scores', 'Single evaluations']) {
  test(`${show} of the Analytics API have no accessibility fault at all`, async ({ page, shared }) => {
    await openEditorOf(page, shared.url, 'analytics');
    await page.getByRole('radio', { name: show }).check();
    await expect(page.getByLabel('Scored by')).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).include('main > :first-child').analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  });
}
