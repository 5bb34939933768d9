import type { Panel } from './dashboard';
import { repeatPanels } from './repeat';
import { ALL, type ChosenVariable, chosenAfter, stillChosen } from './chosen';

const queues: ChosenVariable = {
  type: 'query',
  name: 'queue',
  options: ['Billing', 'Claims', 'Travel'].map((text) => ({ text, value: text.toLowerCase() })),
  chosen: [ALL],
};

function panel(id: number, y: number, more: Partial<Panel> = {}): Panel {
  return { id, type: 'stat', gridPos: { x: 0, y, w: 24, h: 7 }, ...more };
}

test('a repeated panel stands once for each chosen value, in rows, and what is below moves down', () => {
  const placed = repeatPanels([panel(3, 9), panel(1, 0), panel(2, 2, { repeat: 'queue', maxPerRow: 2 })], [queues]);
  expect(
    placed.map(({ id, scopedVars, gridPos: { x, y, w, h } }) => [id, scopedVars?.queue?.value, x, y, w, h])
  ).toEqual([
    [1, undefined, 0, 0, 24, 7],
    [2, 'billing', 0, 2, 12, 7],
    [2, 'claims', 12, 2, 12, 7],
    [2, 'travel', 0, 9, 12, 7],
    [3, undefined, 0, 16, 24, 7],
  ]);
});

test('a chosen value that the list does not hold gets its panel all the same', () => {
  const [only] = repeatPanels([panel(2, 2, { repeat: 'queue' })], [{ ...queues, chosen: ['gone'] }]);
  expect([only?.scopedVars, only?.gridPos.w]).toEqual([{ queue: { text: 'gone', value: 'gone' } }, 24]);
});

test.each([
  { does: 'another choice takes All away', before: [ALL], after: [ALL, 'a'], chosen: ['a'] },
  { does: 'All takes the others away', before: ['a', 'b'], after: ['a', 'b', ALL], chosen: [ALL] },
  { does: 'nothing is All', before: ['a'], after: [], chosen: [ALL] },
  { does: 'choices add up', before: ['a'], after: ['a', 'b'], chosen: ['a', 'b'] },
])('$does', ({ before, after, chosen }) => {
  expect(chosenAfter(before, after)).toEqual(chosen);
});

test.each([
  { does: 'what is still offered stays', chosen: ['travel', 'gone'], includeAll: true, left: ['travel'] },
  { does: 'nothing that is still offered is All', chosen: ['gone'], includeAll: true, left: [ALL] },
  { does: 'without All it is the first', chosen: ['gone'], includeAll: false, left: ['billing'] },
  { does: 'All stays All', chosen: [ALL], includeAll: true, left: [ALL] },
])('with other options $does', ({ chosen, includeAll, left }) => {
  expect(stillChosen({ ...queues, chosen, includeAll }, queues.options)).toEqual(left);
});
