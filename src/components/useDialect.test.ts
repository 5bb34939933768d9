import { act, renderHook } from '@testing-library/react';

import { testDataSource } from '../testing/testDataSource';
import { type Dialect } from '../types';
import { useDialect } from './useDialect';

it('is known at once when the settings name it, and otherwise when the backend has answered', async () => {
  const { result, rerender } = renderHook(({ datasource }) => useDialect(datasource), {
    initialProps: { datasource: testDataSource({ jsonData: { api: 'analytics' } }) },
  });
  expect(result.current).toBe('analytics');

  rerender({ datasource: testDataSource({ dialect: 'qualityMetrics' }) });
  expect(result.current).toBeUndefined();
  await act(async () => {});
  expect(result.current).toBe('qualityMetrics');

  // Another data source's answer is not this one's.
  rerender({ datasource: testDataSource() });
  expect(result.current).toBeUndefined();
  await act(async () => {});
  expect(result.current).toBeUndefined();
});

it('ignores an answer that comes after the data source was changed', async () => {
  let answer: (dialect: Dialect) => void = () => {};
  const slow = testDataSource();
  jest.spyOn(slow, 'getDialect').mockReturnValue(new Promise((resolve) => (answer = resolve)));
  const { result, rerender } = renderHook(({ datasource }) => useDialect(datasource), {
    initialProps: { datasource: slow },
  });
  const other = testDataSource({ dialect: 'analytics' });
  rerender({ datasource: other });
  await act(async () => answer('qualityMetrics'));
  expect(result.current).toBe('analytics');
});
