import { expect, test } from '@grafana/plugin-e2e';

import { DATA_SOURCE_UID, oauthClient, PLUGIN_ID } from '../environment';
import { GrafanaApi } from '../GrafanaApi';

const uid = `test-config-${Date.now()}`;

test.beforeEach(async ({ request }) => {
  const grafana = new GrafanaApi(request);
  const { jsonData } = await grafana.get<{ jsonData: object }>(`/api/datasources/uid/${DATA_SOURCE_UID}`);
  await grafana.post('/api/datasources', {
    uid,
    name: uid,
    type: PLUGIN_ID,
    access: 'proxy',
    jsonData: { ...jsonData, clientId: oauthClient(process.env).clientId },
    secureJsonData: { clientSecret: 'not-this-one' },
  });
});

test.afterEach(async ({ request }) => {
  await new GrafanaApi(request).delete(`/api/datasources/uid/${uid}`);
});

test('a wrong secret is refused in words, and with the right one Save & test is green', async ({
  page,
  gotoDataSourceConfigPage,
}) => {
  const config = await gotoDataSourceConfigPage(uid);
  await config.saveAndTest();
  await expect(config).toHaveAlert('error', { hasText: /client/i });
  // Grafana dates a save to the second: of two within one, its plugins see the first alone.
  const saved = Math.floor(Date.now() / 1000);
  await expect.poll(() => Math.floor(Date.now() / 1000)).toBeGreaterThan(saved);

  await page.getByRole('button', { name: 'Reset' }).click();
  await page.getByLabel('Client secret').fill(oauthClient(process.env).clientSecret);
  await config.saveAndTest();
  await expect(config).toHaveAlert('success', { hasText: 'Genesys Cloud answers' });
});
