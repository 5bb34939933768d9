import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from '@playwright/test';
import { parse } from 'yaml';

import { provisionedRules, ruleStatuses } from '../AlertRules';
import { GrafanaApi } from '../GrafanaApi';

const FILES = join(__dirname, '..', '..', '..', 'provisioning', 'alerting');

/** The uids of the rules in the files. */
function uidsInFiles(): string[] {
  return readdirSync(FILES)
    .flatMap((file) => parse(readFileSync(join(FILES, file), 'utf8')).groups ?? [])
    .flatMap(({ rules }: { rules: Array<{ uid: string }> }) => rules.map(({ uid }) => uid))
    .sort();
}

test('every provisioned rule is there and evaluates without an error', async ({ request }) => {
  const grafana = new GrafanaApi(request);
  const uids = (await provisionedRules(grafana)).map(({ uid }) => uid).sort();
  expect(uids).toEqual(uidsInFiles());
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

test('a single failure pages nobody: no rule fires before it has waited for more than a window', async ({
  request,
}) => {
  const waits = (await provisionedRules(new GrafanaApi(request))).map(({ title, for: wait }) => ({ title, wait }));
  for (const { title, wait } of waits) {
    expect(Number(/^(\d+)m/.exec(wait)?.[1]), title).toBeGreaterThanOrEqual(15);
  }
});
