import type { Page } from '@playwright/test';
import { panelNamed } from './dashboardPage';
import { expect, test } from './environment';

const TEAM = '/d/genesys-quality-team';

interface Entity {
  id: string;
  name: string;
}

/** Opens a page until it has its lists: the tests before may have used the minute's budget up. */
async function open(page: Page, url: string): Promise<void> {
  await expect(async () => {
    await page.goto(url);
    await expect(panelNamed(page, 'Agents')).toBeVisible({ timeout: 10_000 });
  }).toPass();
}

test('the agents to choose are those of the chosen form, and who is not among them is let go', async ({
  page,
  shared,
}) => {
  const resource = `${shared.url}/api/datasources/uid/genesys-cloud-quality/resources/entities`;
  const list = async (path: string): Promise<Entity[]> => {
    let found: Entity[] = [];
    await expect(async () => {
      const answer = await page.request.get(`${resource}/${path}`);
      expect(answer.ok()).toBe(true);
      found = await answer.json();
    }).toPass();
    return found;
  };
  const everybody = await list('agent');
  const lists = (await list('evaluationForm')).map(async (form) => ({
    form,
    agents: await list(`agent?evaluationFormId=${form.id}`),
  }));
  // The form that the fewest agents have.
  const [{ form, agents } = { form: undefined, agents: [] }] = (await Promise.all(lists)).sort(
    (a, b) => a.agents.length - b.agents.length
  );
  const without = everybody.find(({ id }) => !agents.some((agent) => agent.id === id));
  expect(form).toBeDefined();
  expect(agents.length).toBeGreaterThan(0);
  expect(without).toBeDefined();

  await open(page, `${shared.url}${TEAM}?var-agent=${without?.id}`);
  await page.getByRole('combobox', { name: 'Evaluation forms' }).click();
  await page.getByRole('option', { name: form?.name, exact: true }).click();
  await expect.poll(() => new URL(page.url()).searchParams.getAll('var-form')).toEqual([form?.id]);
  await expect.poll(() => new URL(page.url()).searchParams.getAll('var-agent')).toEqual(['$__all']);

  await page.keyboard.press('Escape');
  const picker = page.getByRole('combobox', { name: 'Agents' });
  await picker.fill(without?.name ?? '');
  await expect(page.getByRole('option', { name: without?.name, exact: true })).toHaveCount(0);
  await picker.fill(agents[0]?.name ?? '');
  await expect(page.getByRole('option', { name: agents[0]?.name, exact: true })).toBeVisible();
});

test('a link to an agent without evaluations on the form says that there are none', async ({ page, shared }) => {
  await open(page, `${shared.url}${TEAM}?var-form=gone&var-agent=somebody`);
  const panel = panelNamed(page, 'Agents');
  await expect(panel).toContainText('No data: the notice beside the title says why.');
  expect(new URL(page.url()).searchParams.getAll('var-agent')).toEqual(['somebody']);
});
