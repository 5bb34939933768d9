import type { Locator, Page } from '@playwright/test';
import type { NamedEvaluation } from '../../simulator/control/evaluations';
import { evaluationsBehind, markOf, panelNamed } from './dashboardPage';
import { type Environment, expect, test } from './environment';
import { expectedRows } from './expectedScores';

/** Both sides are rounded to one decimal, and half-way numbers may fall either way. */
const ROUNDING = 0.1001;

test('the agents stand with all their numbers, lowest average first', async ({ page, shared }) => {
  const { evaluations } = await open(page, shared, '/d/genesys-quality-team', 'panel-2');
  await expectAgents(panelNamed(page, 'Agents'), evaluations, 10, true);
});

test('an agent leads to the evaluations behind the numbers', async ({ page, shared }) => {
  const { evaluations } = await open(page, shared, '/d/genesys-quality-team', 'panel-2');
  const link = panelNamed(page, 'Agents').getByRole('gridcell').getByRole('link').first();
  const agentId = new URL((await link.getAttribute('href')) ?? '', shared.url).searchParams.get('var-agent');
  const opened = page.context().waitForEvent('page');
  await link.click();

  const list = panelNamed(await opened, 'Evaluations');
  const own = evaluations.filter((evaluation) => evaluation.agentId === agentId);
  expect(own.length).toBeGreaterThanOrEqual(3);
  const rows = list.getByRole('row').filter({ hasText: '%' });
  await expect(rows).toHaveCount(own.length);
  const shown = await Promise.all((await rows.all()).map((row) => row.getByRole('gridcell').allInnerTexts()));
  // Time, agent, queue, form, score, status.
  expect(shown.map(([, agent, queue, form, score]) => [agent, queue, form, score])).toEqual(
    own
      .sort((a, b) => b.submittedAt.localeCompare(a.submittedAt))
      .map(({ agentName, queueName, evaluationFormName, score }) => [
        agentName,
        queueName,
        evaluationFormName,
        `${score.toFixed(1)}%`,
      ])
  );
});

test('a choice of a variable is asked for at once, and stands in the address', async ({ page, shared }) => {
  await open(page, shared, '/d/genesys-quality-team', 'panel-3');
  const queues = panelNamed(page, 'Queues').getByRole('row').filter({ hasText: '%' });
  await expect(queues.nth(1)).toBeVisible();
  await page.getByRole('combobox', { name: 'Queues' }).click();
  await page.getByRole('option', { name: 'Billing' }).click();
  await expect(queues).toHaveCount(1);
  await expect(queues).toContainText('Billing');
  await expect(panelNamed(page, 'Claims')).toHaveCount(0);
  expect(new URL(page.url()).searchParams.getAll('var-queue')).toHaveLength(1);
});

test('where nothing is found the panel says so, and its notice why', async ({ page, shared }) => {
  await page.goto(`${shared.url}/d/genesys-quality-team?var-agent=nobody`);
  const panel = panelNamed(page, 'Agents');
  await expect(panel).toContainText('No data: the notice beside the title says why.');
  await expect(panel.getByRole('img', { name: /^None of the chosen entities has an evaluation/ })).toBeVisible();
});

test("each form's table holds that form's evaluations alone", async ({ page, shared }) => {
  const answered = page.waitForResponse(
    (response) =>
      response.url().includes('requestId=panel-7-') && response.request().postData()?.includes('"agent"') === true
  );
  await page.goto(`${shared.url}/d/genesys-quality-forms`);
  const { evaluations } = await evaluationsBehind(shared, await answered);
  const forms = [...new Set(evaluations.map(({ evaluationFormName }) => evaluationFormName))];
  expect(forms.length).toBeGreaterThan(1);
  for (const form of forms) {
    const own = evaluations.filter(({ evaluationFormName }) => evaluationFormName === form);
    await expectAgents(panelNamed(page, form), own, 3, false);
  }
});

async function open(page: Page, shared: Environment, path: string, requestId: string) {
  const answered = page.waitForResponse((response) => response.url().endsWith(`requestId=${requestId}`));
  await page.goto(shared.url + path);
  return evaluationsBehind(shared, await answered);
}

/** Agent, average score, status, perhaps pass rate, evaluations: each as the evaluations make it, lowest score first. */
async function expectAgents(panel: Locator, evaluations: NamedEvaluation[], atLeast: number, withRate: boolean) {
  const expected = new Map(expectedRows(evaluations, ({ agentName }) => agentName).map((row) => [row.name, row]));
  const rows = panel.getByRole('row').filter({ hasText: '%' });
  await expect(rows.nth(atLeast - 1)).toBeVisible();
  // Grafana's table draws no text outside the window.
  await rows.nth(atLeast - 1).scrollIntoViewIfNeeded();
  let last = 0;
  for (const row of (await rows.all()).slice(0, atLeast)) {
    const [name = '', score = '', status, ...rest] = await row.getByRole('gridcell').allInnerTexts();
    const one = expected.get(name);
    const value = Number.parseFloat(score);
    expect(Math.abs(value - (one?.averageScore ?? NaN)), name).toBeLessThan(ROUNDING);
    expect([name, status]).toEqual([name, markOf(value, [75, 85])]);
    const count = rest.pop();
    expect([name, count]).toEqual([name, String(one?.count)]);
    if (withRate) {
      expect(Math.abs(Number.parseFloat(rest[0] ?? '') - (one?.passRate ?? NaN)), name).toBeLessThan(ROUNDING);
    }
    expect(value).toBeGreaterThanOrEqual(last);
    last = value;
  }
}
