import { expect, test } from '@grafana/plugin-e2e';

import { DATA_SOURCE_NAME } from '../environment';

test('Explore shows scores without a setting', async ({ page, explorePage }) => {
  await explorePage.datasource.set(DATA_SOURCE_NAME);
  await page.getByRole('button', { name: 'Run query' }).click();
  for (const name of ['Agent', 'Average score', 'Pass rate', 'Count']) {
    await expect(page.getByRole('columnheader', { name, exact: true })).toBeVisible();
  }
  await expect(page.getByRole('gridcell').or(page.getByRole('cell')).first()).toBeVisible();
});
