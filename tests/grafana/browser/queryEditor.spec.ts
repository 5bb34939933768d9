import { expect, test } from '@grafana/plugin-e2e';

import { DATA_SOURCE_NAME } from '../environment';

test('the query editor changes what the panel shows', async ({ page, panelEditPage }) => {
  await panelEditPage.datasource.set(DATA_SOURCE_NAME);
  await panelEditPage.setVisualization('Table');
  await expect(panelEditPage.panel.fieldNames).toContainText(['Agent', 'Average score', 'Pass rate', 'Count']);

  const row = panelEditPage.getQueryEditorRow('A');
  await row.getByRole('combobox', { name: 'Group by' }).click();
  await page.getByRole('option', { name: 'Queue', exact: true }).click();
  await expect(panelEditPage.panel.fieldNames).toContainText(['Queue', 'Average score', 'Pass rate', 'Count']);

  await row.getByLabel('Minimum count').fill('100000');
  await row.getByLabel('Minimum count').press('Tab');
  await expect(panelEditPage.panel.locator).toContainText('No data');
});
