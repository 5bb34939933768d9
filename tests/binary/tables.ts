import type { PluginAnswer } from '../../preview/host/plugin';
import type { Simulator } from '../../simulator/simulator';
import { expectNumbers, group } from './expected';
import { tableRows } from './frames';
import type { Panel } from './replica';

const QUARTER_MS = 15 * 60 * 1000;

export const GROUP_BY = ['agent', 'queue', 'skill', 'evaluationForm', 'evaluator'] as const;

/** A panel that is one question: a table of everything that has evaluations. */
export interface TablePanel extends Panel {
  groupBy: (typeof GROUP_BY)[number];
}

/** @param from ISO 8601, as is `to` */
export function table(groupBy: TablePanel['groupBy'], from: string, to: string): TablePanel {
  return { groupBy, from, to, json: { groupBy: [groupBy], minimumCount: 0 } };
}

/** Different tables: every dimension over each of so many ranges, which start a quarter of an hour apart. */
export function tables(ranges: number, from: string, to: string): TablePanel[] {
  return Array.from({ length: ranges }, (_, index) =>
    new Date(Date.parse(from) + index * QUARTER_MS).toISOString()
  ).flatMap((start) => GROUP_BY.map((groupBy) => table(groupBy, start, to)));
}

/** Every row of the answer against the raw evaluations, all of which must have been delivered. */
export async function expectTable(simulator: Simulator, panel: TablePanel, answer: PluginAnswer): Promise<void> {
  const evaluations = await simulator.control.evaluations({ from: panel.from, to: panel.to });
  const expected = group(evaluations, panel.groupBy);
  const rows = tableRows(answer);
  expect([...rows.keys()].sort()).toEqual([...expected.keys()].sort());
  expected.forEach(({ evaluations: behind }, id) => expectNumbers(rows.get(id)?.numbers, behind));
}
