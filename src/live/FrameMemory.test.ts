import {
  createDataFrame,
  FieldType,
  type DataFrame,
  type DataQueryRequest,
  type PartialDataFrame,
} from '@grafana/data';

import { type GenesysQualityQuery } from '../types';
import { FrameMemory } from './FrameMemory';

const custom = { revision: 'r', stale: false, asOf: '12:01' };

function frame(change: Partial<PartialDataFrame> = {}, refId = 'A'): DataFrame {
  const fields = [
    { name: 'time', type: FieldType.time, values: [1, 2] },
    {
      name: 'passRate',
      type: FieldType.number,
      labels: { entityId: 'a' },
      config: { unit: 'percent' },
      values: [90, null],
    },
  ];
  return { ...createDataFrame({ fields, meta: { custom }, ...change }), refId };
}

const shown = frame().fields;

// Grafana gives more than what the memory reads.
const panel = (query: Partial<GenesysQualityQuery> = {}, panelId = 1) =>
  ({ dashboardUID: 'wall', panelId, targets: [{ refId: 'A', ...query }] }) as DataQueryRequest<GenesysQualityQuery>;

it('gives back the frames of before, with the time of the new ones, while they show the same', () => {
  const memory = new FrameMemory();
  const first = memory.keep(panel(), { data: [frame()] });
  const later = memory.keep(panel(), { data: [frame({ meta: { custom: { ...custom, asOf: '12:16' } } })] });
  expect(later.data[0]).toBe(first.data[0]);
  expect(later.data[0].meta.custom.asOf).toBe('12:16');
});

it.each<[string, Partial<PartialDataFrame>]>([
  ['a number', { fields: [shown[0], { ...shown[1], values: [90.1, null] }] }],
  ['a gap', { fields: [shown[0], { ...shown[1], values: [90, 0] }] }],
  ['a time, of the same revision', { fields: [{ ...shown[0], values: [2, 3] }, shown[1]] }],
  [
    'a point more',
    {
      fields: [
        { ...shown[0], values: [1, 2, 3] },
        { ...shown[1], values: [90, null, null] },
      ],
    },
  ],
  ['a label', { fields: [shown[0], { ...shown[1], labels: { entityId: 'b' } }] }],
  ['no label any more', { fields: [shown[0], { ...shown[1], labels: undefined }] }],
  ['a title', { fields: [shown[0], { ...shown[1], config: { unit: 'percent', displayNameFromDS: 'Ada' } }] }],
  ['a notice', { meta: { custom, notices: [{ severity: 'info', text: 'shown by id' }] } }],
  ['being late', { meta: { custom: { ...custom, stale: true } } }],
])('gives the new frames when they differ by %s', (_, change) => {
  const memory = new FrameMemory();
  memory.keep(panel(), { data: [frame()] });
  const next = frame(change);
  expect(memory.keep(panel(), { data: [next] }).data[0]).toBe(next);
});

it.each([
  ['another panel', panel({}, 2)],
  ['another query', panel({ running: false })],
  ['a panel without an id', { ...panel(), panelId: undefined }],
])('gives %s its own', (_, other) => {
  const memory = new FrameMemory();
  memory.keep(panel({}), { data: [frame()] });
  const next = frame();
  expect(memory.keep(other, { data: [next] }).data[0]).toBe(next);
});

it('forgets the panels that have not been looked at for longest', () => {
  const memory = new FrameMemory();
  const first = frame();
  memory.keep(panel(), { data: [first] });
  for (let id = 2; id <= 200; id++) {
    memory.keep(panel({}, id), { data: [frame()] });
  }
  expect(memory.keep(panel(), { data: [frame()] }).data[0]).toBe(first);
  memory.keep(panel({}, 201), { data: [frame()] });
  const second = frame();
  expect(memory.keep(panel({}, 2), { data: [second] }).data[0]).toBe(second);
  expect(memory.keep(panel(), { data: [frame()] }).data[0]).toBe(first);
});
