import React, { useState } from 'react';
import { type TimeRange } from '@grafana/data';
import { act, render } from '@testing-library/react';

import { QueryEditor } from '../components/QueryEditor';
import { type GenesysQualityQuery } from '../types';
import { testDataSource } from './testDataSource';
import { quickUser } from './user';

/** Every kind has entities, so that a list that stays empty is a fault. */
const entities = {
  agent: [{ id: 'a1', name: 'Ana' }],
  queue: [{ id: 'q1', name: 'Sales line' }],
  skill: [{ id: 's1', name: 'French' }],
  evaluationForm: [
    { id: 'f1', name: 'Sales' },
    { id: 'f2', name: 'Support' },
  ],
  evaluator: [{ id: 'e1', name: 'Eve' }],
};

/** A query editor that keeps its query, as Grafana does; everything has loaded. */
export async function editQuery(
  query: Partial<GenesysQualityQuery> = {},
  options: Parameters<typeof testDataSource>[0] = {},
  range?: TimeRange
) {
  const onChange = jest.fn();
  const onRunQuery = jest.fn();
  const datasource = testDataSource({ entities, ...options });
  function Editor() {
    const [current, setCurrent] = useState<GenesysQualityQuery>({ refId: 'A', ...query });
    const change = (changed: GenesysQualityQuery) => {
      onChange(changed);
      setCurrent(changed);
    };
    return (
      <QueryEditor datasource={datasource} query={current} range={range} onChange={change} onRunQuery={onRunQuery} />
    );
  }
  let container = document.body;
  await act(async () => {
    ({ container } = render(<Editor />));
  });
  return { user: quickUser(), onChange, onRunQuery, container };
}
