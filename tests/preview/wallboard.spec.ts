import type { Page, Response } from '@playwright/test';
import type { NamedEvaluation } from '../../simulator/control/evaluations';
import { evaluationsBehind, markOf, openWallboard, panelNamed, shownRows } from './dashboardPage';
import { type Environment, expect, test } from './environment';
import { expectedRows } from './expectedScores';

/** Both sides are rounded to one decimal, and half-way numbers may fall either way. */
const ROUNDING = 0.1001;

const SCORE: [number, number] = [75, 85];
const RATE: [number, number] = [70, 80];

test('the organization is shown as its evaluations make it', async ({ page, shared }) => {
  const { evaluations, from, to } = await openAndRead(page, shared, 'panel-1');
  expect(Date.parse(to) - Date.parse(from)).toBeGreaterThan(6.5 * 3_600_000);
  const [expected] = expectedRows(evaluations, () => 'everybody');
  const shown = await shownRows(panelNamed(page, 'Today'));

  expect(shown.map(({ name }) => name)).toEqual([
    `${markOf(shown[0]?.value ?? NaN, SCORE)} Average score`,
    `${markOf(shown[1]?.value ?? NaN, RATE)} Pass rate`,
    'Evaluations',
  ]);
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
    rows: 8,
    nameOf: ({ agentName }) => agentName,
  },
  {
    title: 'Highest average scores',
    panelId: 4,
    metric: 'averageScore',
    order: 'highest',
    rows: 8,
    nameOf: ({ agentName }) => agentName,
  },
  {
    title: 'Pass rate by queue',
    panelId: 5,
    metric: 'passRate',
    order: 'lowest',
    rows: 8,
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
      const [mark = '', label = ''] = [name.slice(0, 1), name.slice(2)];
      expect(Math.abs(value - (byLabel.get(label)?.[metric] ?? NaN)), `number of ${label}`).toBeLessThan(ROUNDING);
      expect([label, mark]).toEqual([label, markOf(value, metric === 'passRate' ? RATE : SCORE)]);
    });
  });
}

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
