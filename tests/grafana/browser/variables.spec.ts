import { expect, test } from '@grafana/plugin-e2e';

import { DATA_SOURCE_NAME, DATA_SOURCE_UID } from '../environment';
import { GrafanaApi } from '../GrafanaApi';

test('a variable lists the queues by name', async ({ page, request, variableEditPage }) => {
  await variableEditPage.setVariableType('Query');
  await variableEditPage.datasource.set(DATA_SOURCE_NAME);
  await page.getByRole('combobox', { name: 'List' }).click();
  await page.getByRole('option', { name: 'Queues' }).click();
  await variableEditPage.runQuery();

  const queues = await new GrafanaApi(request).get<Array<{ name: string }>>(
    `/api/datasources/uid/${DATA_SOURCE_UID}/resources/entities/queue`
  );
  expect(queues.length).toBeGreaterThan(0);
  await expect(variableEditPage).toDisplayPreviews(queues.slice(0, 3).map(({ name }) => name));
});
