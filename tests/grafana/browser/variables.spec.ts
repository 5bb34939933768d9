import { expect, test } from '@grafana/plugin-e2e';

import { DATA_SOURCE_NAME, DATA_SOURCE_UID } from '../environment';
import { GrafanaApi } from '../GrafanaApi';

const ENTITIES = `/api/datasources/uid/${DATA_SOURCE_UID}/resources/entities`;

interface Entity {
  id: string;
  name: string;
}

test('a variable lists the queues by name', async ({ page, request, variableEditPage }) => {
  await variableEditPage.setVariableType('Query');
  await variableEditPage.datasource.set(DATA_SOURCE_NAME);
  await page.getByRole('combobox', { name: 'List' }).click();
  await page.getByRole('option', { name: 'Queues' }).click();
  await variableEditPage.runQuery();

  const queues = await new GrafanaApi(request).get<Entity[]>(`${ENTITIES}/queue`);
  expect(queues.length).toBeGreaterThan(0);
  await expect(variableEditPage).toDisplayPreviews(queues.slice(0, 3).map(({ name }) => name));
});

test('a variable lists those with evaluations on a form', async ({ page, request, variableEditPage }) => {
  const api = new GrafanaApi(request);
  const [form] = await api.get<Entity[]>(`${ENTITIES}/evaluationForm`);
  const agents = await api.get<Entity[]>(`${ENTITIES}/agent?evaluationFormId=${form?.id}`);
  expect(agents.length).toBeGreaterThan(0);

  await variableEditPage.setVariableType('Query');
  await variableEditPage.datasource.set(DATA_SOURCE_NAME);
  await page.getByRole('combobox', { name: 'Evaluation forms' }).click();
  await page.getByRole('option', { name: form?.name, exact: true }).click();
  await variableEditPage.runQuery();
  await expect(variableEditPage).toDisplayPreviews(agents.slice(0, 3).map(({ name }) => name));
});

test('the agents to choose follow the chosen form', async ({ page, request, selectors }) => {
  const [form] = await new GrafanaApi(request).get<Entity[]>(`${ENTITIES}/evaluationForm`);
  // The dashboard itself asks: what is listed must be asked with the form that the address chooses.
  const asked = page.waitForResponse((response) => {
    const { pathname, searchParams } = new URL(response.url());
    return pathname.endsWith('/entities/agent') && searchParams.get('evaluationFormId') === form?.id;
  });
  await page.goto(`/d/genesys-quality-team?var-form=${form?.id}`);
  const answer = await asked;
  expect(answer.ok()).toBe(true);
  const agents: Entity[] = await answer.json();
  expect(agents.length).toBeGreaterThan(0);
  // Grafana's pickers have a label each, but it does not belong to the input (12.3).
  const label = page.getByTestId(selectors.pages.Dashboard.SubMenu.submenuItemLabels('Agents'));
  await label.locator('xpath=..').getByRole('combobox').click();
  await expect(page.getByRole('option', { name: agents[0]?.name, exact: true })).toBeVisible();
});
