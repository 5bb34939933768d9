import { expect, test } from '@playwright/test';

import { provisionedRules, rulesInFiles, ruleStatuses } from '../AlertRules';
import { GrafanaApi } from '../GrafanaApi';

test('every provisioned rule is there and evaluates without an error', async ({ request }) => {
  const grafana = new GrafanaApi(request);
  const uids = (await provisionedRules(grafana)).map(({ uid }) => uid).sort();
  expect(uids).toEqual(
    rulesInFiles()
      .map(({ uid }) => uid)
      .sort()
  );
  expect(uids).toHaveLength(5);

  await expect
    .poll(
      async () => {
        const statuses = (await ruleStatuses(grafana)).filter(({ uid }) => uids.includes(uid));
        return statuses.map(({ uid, health, lastError, lastEvaluation }) =>
          lastEvaluation.startsWith('0001') ? `${uid} has not been evaluated` : (lastError ?? health)
        );
      },
      { timeout: 100_000, intervals: [2000] }
    )
    .toEqual(uids.map(() => 'ok'));
});
