import type { Page, Response } from '@playwright/test';
import type { NamedEvaluation } from '../../simulator/control/evaluations';
import { evaluationsBehind, openWallboard, panelNamed, shownRows } from './dashboardPage';
import { type Environment, expect, test } from './environment';
import { expectedRows } from './expectedScores';

/** Both sides are rounded to one decimal, and half-way numbers may fall either way. */
const ROUNDING = 0.1001;

test('every panel of every provisioned dashboard shows data and no error', async ({ page, shared }) => {
  const dashboards = await (await page.request.get(`${shared.url}/api/search`)).json();
  expect(dashboards.length).toBeGreaterThan(0);
  for (const { uid } of dashboards) {
    const { dashboard } = await (await page.request.get(`${shared.url}/api/dashboards/uid/${uid}`)).json();
    await page.goto(`${shared.url}/d/${uid}`);
    for (const { title, type } of dashboard.panels.filter(({ type }: { type: string }) => type !== 'text')) {
      const panel = panelNamed(page, title);
      await (type === 'timeseries' ? expect(panel.locator('canvas')).toBeVisible() : expect(panel).toContainText(/\d/));
      await expect(panel).not.toContainText('No data');
      await expect(panel.getByLabel('Panel status')).toHaveCount(0);
    }
  }
});

test('says how fresh the numbers are', async ({ page, shared }) => {
  await openWallboard(page, shared);
  await expect(page.getByText('Updated every 15 minutes. Data may lag by up to 30 minutes.')).toBeVisible();
});

test('the organization is shown as its evaluations make it', async ({ page, shared }) => {
  const { evaluations, from, to } = await openAndRead(page, shared, 'panel-1');
  expect(Date.parse(to) - Date.parse(from)).toBeGreaterThan(6.5 * 3_600_000);
  const [expected] = expectedRows(evaluations, () => 'everybody');
  const shown = await shownRows(panelNamed(page, 'Today'));

  expect(shown.map(({ name }) => name)).toEqual(['Average score', 'Pass rate', 'Evaluations']);
  expect(Math.abs((shown[0]?.value ?? NaN) - (expected?.averageScore ?? NaN))).toBeLessThan(ROUNDING);
  expect(Math.abs((shown[1]?.value ?? NaN) - (expected?.passRate ?? NaN))).toBeLessThan(ROUNDING);
  expect(shown[2]?.value).toBe(expected?.count);
});

interface Board {
  title: string;
  panelId: number;
  metric: 'averageScore' | 'passRate';
  order: 'lowest' | 'highest';
  rows: number;
  nameOf: (evaluation: NamedEvaluation) => string;
}

const BOARDS: Board[] = [
  {
    title: 'Lowest average scores',
    panelId: 3,
    metric: 'averageScore',
    order: 'lowest',
    rows: 10,
    nameOf: ({ agentName }) => agentName,
  },
  {
    title: 'Highest average scores',
    panelId: 4,
    metric: 'averageScore',
    order: 'highest',
    rows: 10,
    nameOf: ({ agentName }) => agentName,
  },
  {
    title: 'Pass rate by queue',
    panelId: 5,
    metric: 'passRate',
    order: 'lowest',
    rows: 12,
    nameOf: ({ queueName }) => queueName,
  },
  {
    title: 'Average score by evaluation form',
    panelId: 8,
    metric: 'averageScore',
    order: 'lowest',
    rows: 5,
    nameOf: ({ evaluationFormName }) => evaluationFormName,
  },
];

for (const { title, panelId, metric, order, rows, nameOf } of BOARDS) {
  test(`"${title}" is what the evaluations make it`, async ({ page, shared }) => {
    const { evaluations } = await openAndRead(page, shared, `panel-${panelId}`);
    const enough = expectedRows(evaluations, nameOf).filter(({ count }) => count >= 3);
    const sign = order === 'lowest' ? 1 : -1;
    const best = enough.sort((a, b) => sign * (a[metric] - b[metric])).slice(0, rows);
    const byLabel = new Map(enough.map((row) => [`${row.name} (${row.count})`, row]));
    const shown = await shownRows(panelNamed(page, title));

    expect(shown).toHaveLength(rows);
    shown.forEach(({ name, value }, place) => {
      // Rows with equal numbers may stand in either order: the place decides the number, the name decides it too.
      expect(Math.abs(value - (best[place]?.[metric] ?? NaN)), `number in place ${place + 1}`).toBeLessThan(ROUNDING);
      expect(Math.abs(value - (byLabel.get(name)?.[metric] ?? NaN)), `number of ${name}`).toBeLessThan(ROUNDING);
    });
  });
}

test('the table of agents lists them with all three numbers, lowest average first', async ({ page, shared }) => {
  const answered = page.waitForResponse((response) => response.url().endsWith('requestId=panel-2'));
  await page.goto(`${shared.url}/d/quality-by-agent`);
  const { evaluations } = await evaluationsBehind(shared, await answered);
  const expected = new Map(expectedRows(evaluations, ({ agentName }) => agentName).map((row) => [row.name, row]));
  const rows = panelNamed(page, 'Agents').getByRole('row').filter({ hasText: '%' });
  await expect(rows.nth(9)).toBeVisible();

  let last = 0;
  for (const row of (await rows.all()).slice(0, 10)) {
    const [name = '', ...texts] = await row.getByRole('gridcell').allInnerTexts();
    const [averageScore = NaN, passRate = NaN, count] = texts.map(Number.parseFloat);
    expect(Math.abs(averageScore - (expected.get(name)?.averageScore ?? NaN)), name).toBeLessThan(ROUNDING);
    expect(Math.abs(passRate - (expected.get(name)?.passRate ?? NaN)), name).toBeLessThan(ROUNDING);
    expect(count, name).toBe(expected.get(name)?.count);
    expect(averageScore).toBeGreaterThanOrEqual(last);
    last = averageScore;
  }
});

test('the day so far ends with the numbers of the day', async ({ page, shared }) => {
  await openWallboard(page, shared);
  const today = await shownRows(panelNamed(page, 'Today'));
  const legend = panelNamed(page, 'Average score and pass rate so far today');
  for (const [place, name] of ['Average score', 'Pass rate'].entries()) {
    const item = legend.getByRole('listitem').filter({ hasText: name });
    const text = await item.first().innerText();
    const value = Number.parseFloat(/Last \*: ([\d.]+)%/.exec(text)?.[1] ?? '');
    expect(Math.abs(value - (today[place]?.value ?? NaN)), text).toBeLessThan(ROUNDING);
  }
});

test('fills a wall of 1920 × 1080 without scrolling or cutting anything', async ({ page, shared }) => {
  await openWallboard(page, shared);
  const room = await page.evaluate(() => {
    const { scrollWidth, scrollHeight } = document.documentElement;
    const cut = [...document.querySelectorAll('section *')]
      .filter((element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
      .filter((element) => getComputedStyle(element).textOverflow === 'ellipsis')
      .map((element) => element.textContent);
    return { scrollWidth, scrollHeight, cut };
  });
  expect(room).toEqual({ scrollWidth: 1920, scrollHeight: 1080, cut: [] });
});

async function openAndRead(page: Page, environment: Environment, requestId: string) {
  const answered = page.waitForResponse((response: Response) => response.url().endsWith(`requestId=${requestId}`));
  await openWallboard(page, environment);
  return evaluationsBehind(environment, await answered);
}
