import React from 'react';
import { act, render, screen } from '@testing-library/react';

import { queryWithDefaults } from '../defaults';
import { expectAccessible } from '../testing/expectAccessible';
import { testDataSource } from '../testing/testDataSource';
import { quickUser } from '../testing/user';
import { queryProblems } from '../validation/query';
import { QueryEditorHelp } from './QueryEditorHelp';

async function show() {
  const onClickExample = jest.fn();
  const help = (
    <QueryEditorHelp datasource={testDataSource({})} query={{ refId: 'B' }} onClickExample={onClickExample} />
  );
  let container = document.body;
  await act(async () => {
    ({ container } = render(help));
  });
  return { user: quickUser(), onClickExample, container };
}

it('gives a click on an example to Grafana', async () => {
  const { user, onClickExample } = await show();
  await user.click(screen.getByRole('button', { name: 'Pass rate of each queue' }));
  expect(onClickExample).toHaveBeenCalledWith({
    refId: 'A',
    queryType: 'metrics',
    groupBy: ['queue'],
    metrics: ['passRate'],
    timeRange: 'businessDay',
    minimumCount: 3,
    format: 'stat',
  });
});

it.each(['qualityMetrics', 'analytics'] as const)('has examples that %s can answer', async (dialect) => {
  const { user, onClickExample } = await show();
  const examples = screen.getAllByRole('button');
  expect(examples).toHaveLength(6);
  for (const example of examples) {
    await user.click(example);
  }
  for (const [query] of onClickExample.mock.calls) {
    expect(queryProblems(queryWithDefaults(query), dialect)).toEqual({});
  }
});

it('says how fresh numbers are, who is left out and what stale means', async () => {
  const { container } = await show();
  expect(container).toHaveTextContent('Updated every 15 minutes, may lag 30.');
  expect(container).toHaveTextContent('Who has fewer evaluations is left out');
  expect(container).toHaveTextContent('Stale: While Genesys Cloud does not answer');
  await expectAccessible(container);
});
