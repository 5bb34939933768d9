import { act, renderHook } from '@testing-library/react';

import { testDataSource } from '../testing/testDataSource';
import { type Entity, type GroupBy } from '../types';
import { useEntities } from './useEntities';

it('never shows the answer to an earlier question', async () => {
  const answers: Partial<Record<GroupBy, (entities: Entity[]) => void>> = {};
  const datasource = testDataSource();
  jest
    .spyOn(datasource, 'getEntities')
    .mockImplementation((groupBy) => new Promise((resolve) => (answers[groupBy] = resolve)));
  const { result, rerender } = renderHook(({ groupBy }) => useEntities(datasource, groupBy), {
    initialProps: { groupBy: 'agent' as GroupBy },
  });

  rerender({ groupBy: 'queue' });
  await act(async () => answers.agent?.([{ id: 'a1', name: 'Ana' }]));
  expect(result.current.entities).toBeUndefined();

  await act(async () => answers.queue?.([{ id: 'q1', name: 'Sales' }]));
  expect(result.current.entities).toEqual([{ id: 'q1', name: 'Sales' }]);

  rerender({ groupBy: 'skill' });
  expect(result.current.entities).toBeUndefined();
});
