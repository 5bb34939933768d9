import { expect, test } from '@grafana/plugin-e2e';

import { DATA_SOURCE_NAME } from '../environment';

test('a rule made in the page previews with the query it starts with', async ({ alertRuleEditPage }) => {
  const row = await alertRuleEditPage.getQueryRow();
  await row.datasource.set(DATA_SOURCE_NAME);
  await expect(alertRuleEditPage.evaluate()).toBeOK();
});
