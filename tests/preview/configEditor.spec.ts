import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './environment';

const GREEN = /Genesys Cloud answers/;

const saveAndTest = (page: Page): Promise<void> => page.getByRole('button', { name: 'Save & test' }).click();
const success = (page: Page): Locator => page.getByRole('status', { name: GREEN });

async function replaceSecret(page: Page, secret: string): Promise<void> {
  await page.getByRole('button', { name: 'Reset' }).click();
  await page.getByLabel('Client secret').fill(secret);
}

test('Save & test is green with the provisioned settings', async ({ page, own }) => {
  await page.goto(`${own.url}/editors/config`);
  await saveAndTest(page);
  await expect(success(page)).toBeVisible();
});

test('a wrong secret is refused in words, and the right one makes up for it', async ({ page, own }) => {
  await page.goto(`${own.url}/editors/config`);
  await replaceSecret(page, 'not-this-one');
  await saveAndTest(page);
  await expect(page.getByRole('alert')).toContainText(/client/i);
  await expect(page.getByRole('alert')).not.toContainText('not-this-one');

  await replaceSecret(page, own.clientSecret);
  await saveAndTest(page);
  await expect(success(page)).toBeVisible();
});

test('a stored secret never reaches the page', async ({ page, own }) => {
  const bodies: string[] = [];
  page.on('response', async (response) => {
    if (response.url().includes('/api/')) {
      bodies.push(await response.text());
    }
  });
  await page.goto(`${own.url}/editors/config`);
  await saveAndTest(page);
  await expect(success(page)).toBeVisible();

  const values = await page
    .locator('input')
    .evaluateAll((inputs) => inputs.map((input) => input.getAttribute('value')));
  expect(bodies.length).toBeGreaterThan(2);
  expect([await page.content(), ...values, ...bodies].join('\n')).not.toContain(own.clientSecret);
});

test('an exception is made for a form of the organization, without an accessibility fault', async ({ page, own }) => {
  const form = (await own.simulator.control.organization()).evaluationForms[0];
  await page.goto(`${own.url}/editors/config`);
  await page.getByRole('button', { name: 'Add a form' }).click();
  const exception = page.getByRole('group', { name: 'Exception 1' });
  await exception.getByRole('combobox', { name: /^Evaluation form/ }).click();
  await page.getByRole('option', { name: form?.name }).click();
  await exception.getByRole('spinbutton', { name: /^Pass score/ }).fill('101');
  await expect(exception.getByRole('alert')).toContainText('between 0 and 100');
  await page.getByRole('button', { name: 'Advanced settings' }).click();

  const { violations } = await new AxeBuilder({ page }).include('main').analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);

  await exception.getByRole('spinbutton', { name: /^Pass score/ }).fill('90');
  await saveAndTest(page);
  await expect(success(page)).toBeVisible();
  await page.reload();
  await expect(exception.getByRole('combobox', { name: /^Evaluation form/ })).toHaveValue(form?.name ?? '');
  await expect(exception.getByRole('spinbutton', { name: /^Pass score/ })).toHaveValue('90');
});
