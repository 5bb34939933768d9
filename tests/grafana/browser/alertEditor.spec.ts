import { expect, test } from '@grafana/plugin-e2e';

import { DATA_SOURCE_NAME } from '../environment';

test('a rule made in the page previews with the query it starts with, and asks for one metric', async ({
  alertRuleEditPage,
  page,
}) => {
  const row = await alertRuleEditPage.getQueryRow();
  await row.datasource.set(DATA_SOURCE_NAME);
  const evaluation = page.waitForRequest((request) => request.url().includes('/api/v1/eval'));
  await expect(alertRuleEditPage.evaluate()).toBeOK();
  // Grafana shows a data source's defaults without keeping them: what is sent is what would be saved.
  const { data } = (await evaluation).postDataJSON();
  expect(data[0].model).toMatchObject({ metrics: ['passRate'], timeRange: 'businessDay', format: 'stat' });
});
