import type { Locator, Page, Response } from '@playwright/test';
import type { NamedEvaluation } from '../../simulator/control/evaluations';
import { type Environment, expect } from './environment';

/** A row of a panel as it stands on the screen. */
export interface ShownRow {
  name: string;
  value: number;
}

/** The panel with this title. */
export function panelNamed(page: Page, title: string): Locator {
  return page.getByRole('region', { name: title, exact: true });
}

/** What a panel shows under its title: a name and a number in turn. */
export async function shownRows(panel: Locator): Promise<ShownRow[]> {
  const [, ...lines] = (await panel.innerText()).split('\n').filter((line) => line.trim() !== '');
  const rows: ShownRow[] = [];
  for (let line = 0; line + 1 < lines.length; line += 2) {
    rows.push({ name: lines[line] ?? '', value: Number.parseFloat(lines[line + 1]?.replace(',', '') ?? '') });
  }
  return rows;
}

/** The mark by which the dashboards say how a number lies to its two thresholds, as well as by colour. */
export function markOf(value: number, [low, target]: [number, number]): string {
  return value >= target ? '▲' : value >= low ? '◆' : '▼';
}

/** Opens the wallboard without Grafana's surroundings, and waits until every panel has its answer. */
export async function openWallboard(page: Page, { url }: Environment): Promise<void> {
  await page.goto(`${url}/d/intraday-quality?kiosk`);
  await expect(
    page
      .getByRole('region')
      .filter({ hasNotText: /\d/ })
      .filter({ hasText: /score|rate/ })
  ).toHaveCount(0);
  await expect(page.locator('canvas')).toHaveCount(2);
}

/** The evaluations that the wallboard's numbers stand for: those of the range that the plugin says it answered. */
export async function evaluationsBehind(
  { simulator }: Environment,
  answer: Response
): Promise<{ evaluations: NamedEvaluation[]; from: string; to: string }> {
  const { results } = await answer.json();
  const { from, to, asOf } = results.A.frames[0].schema.meta.custom;
  return { evaluations: await simulator.control.evaluations({ from, to, deliveredBy: asOf }), from, to };
}
