import React, { useState } from 'react';
import { act, render, screen, within } from '@testing-library/react';

import { giveElementsASize } from '../testing/layout';
import { testDataSource } from '../testing/testDataSource';
import { quickUser } from '../testing/user';
import { type GenesysQualityQuery } from '../types';
import { QueryEditor } from './QueryEditor';

beforeEach(giveElementsASize);
afterEach(() => jest.restoreAllMocks());

/** An editor that keeps its query, as Grafana does. */
async function edit(query: Partial<GenesysQualityQuery> = {}, options: Parameters<typeof testDataSource>[0] = {}) {
  const onChange = jest.fn();
  const onRunQuery = jest.fn();
  const datasource = testDataSource({ entities: { agent: [], queue: [], evaluationForm: [] }, ...options });
  function Editor() {
    const [current, setCurrent] = useState<GenesysQualityQuery>({ refId: 'A', ...query });
    const change = (changed: GenesysQualityQuery) => {
      onChange(changed);
      setCurrent(changed);
    };
    return <QueryEditor datasource={datasource} query={current} onChange={change} onRunQuery={onRunQuery} />;
  }
  await act(async () => render(<Editor />));
  return { user: quickUser(), onChange, onRunQuery };
}

const combobox = (name: string) => screen.getByRole('combobox', { name });

describe('grouping', () => {
  it('changes the dimension, keeps the split and drops the filter of another dimension', async () => {
    const { user, onChange, onRunQuery } = await edit({ groupBy: ['agent', 'evaluationForm'], entityIds: ['a1'] });
    await user.click(combobox('Group by'));
    await user.click(await screen.findByRole('option', { name: 'Queue' }));
    expect(onChange).toHaveBeenLastCalledWith({ refId: 'A', groupBy: ['queue', 'evaluationForm'], entityIds: [] });
    expect(onRunQuery).toHaveBeenCalledTimes(1);
    expect(combobox('Only these queues')).toBeInTheDocument();
  });

  it('splits by form and back, and keeps the filter', async () => {
    const { user, onChange } = await edit({ entityIds: ['a1'] });
    await user.click(screen.getByRole('switch', { name: 'Split by form' }));
    expect(onChange).toHaveBeenLastCalledWith({ refId: 'A', groupBy: ['agent', 'evaluationForm'], entityIds: ['a1'] });
    await user.click(screen.getByRole('switch', { name: 'Split by form' }));
    expect(onChange).toHaveBeenLastCalledWith({ refId: 'A', groupBy: ['agent'], entityIds: ['a1'] });
  });

  it('asks for the total of the organization, which has nothing to split or filter', async () => {
    const { user, onChange } = await edit();
    await user.click(combobox('Group by'));
    await user.click(await screen.findByRole('option', { name: /Organization total/ }));
    expect(onChange).toHaveBeenLastCalledWith({ refId: 'A', groupBy: [], entityIds: [] });
    expect(screen.queryByRole('switch', { name: 'Split by form' })).not.toBeInTheDocument();
    expect(screen.queryByRole('combobox', { name: /Only these/ })).not.toBeInTheDocument();
  });

  it('does not split forms by form', async () => {
    await edit({ groupBy: ['evaluationForm'] });
    expect(screen.queryByRole('switch', { name: 'Split by form' })).not.toBeInTheDocument();
    expect(combobox('Group by')).toHaveValue('Evaluation form');
  });

  it('takes a variable', async () => {
    const { user, onChange } = await edit({}, { variables: [{ name: 'by', value: 'queue' }] });
    await user.click(combobox('Group by'));
    await user.click(await screen.findByRole('option', { name: '$by' }));
    expect(onChange).toHaveBeenLastCalledWith({ refId: 'A', groupBy: ['$by'], entityIds: [] });
    expect(combobox('Only these entities')).toBeInTheDocument();
  });
});

describe('metrics', () => {
  it('stay in the order in which they are chosen, by keyboard alone', async () => {
    const { user, onChange, onRunQuery } = await edit({ metrics: ['count'] });
    await user.tab();
    await user.tab();
    expect(screen.getByRole('button', { name: /Remove count/i })).toBeInTheDocument();
    act(() => combobox('Metrics').focus());
    await user.keyboard('average{ArrowDown}{Enter}');
    expect(onChange).toHaveBeenLastCalledWith({ refId: 'A', metrics: ['count', 'averageScore'] });
    expect(onRunQuery).toHaveBeenCalledTimes(1);
  });

  it('say that one is needed when the last is removed', async () => {
    const { user, onChange } = await edit({ metrics: ['count'] });
    await user.click(screen.getByRole('button', { name: /Remove count/i }));
    expect(onChange).toHaveBeenLastCalledWith({ refId: 'A', metrics: [] });
    expect(screen.getByRole('alert')).toHaveTextContent('Choose at least one metric.');
  });

  it.each([
    ['qualityMetrics' as const, 3],
    ['auto' as const, 6],
  ])('of the API %s are %d', async (api, count) => {
    const { user } = await edit({ metrics: ['count'] }, { jsonData: { api } });
    await user.click(combobox('Metrics'));
    expect(await screen.findAllByRole('option')).toHaveLength(count);
  });
});

describe('time range and format', () => {
  const radio = (group: string, name: string) =>
    within(screen.getByRole('radiogroup', { name: group })).getByRole('radio', { name });

  it('change by keyboard and run the query', async () => {
    const { user, onChange, onRunQuery } = await edit();
    act(() => radio('Time range', 'Dashboard').focus());
    await user.keyboard('{ArrowRight}');
    expect(onChange).toHaveBeenLastCalledWith({ refId: 'A', timeRange: 'businessDay' });
    await user.click(radio('Format', 'Stat'));
    expect(onChange).toHaveBeenLastCalledWith({ refId: 'A', timeRange: 'businessDay', format: 'stat' });
    expect(onRunQuery).toHaveBeenCalledTimes(2);
  });

  it.each([
    ['table', false, false],
    ['stat', false, true],
    ['timeseries', true, true],
  ])('%s has what applies to it', async (format, running, nameLabel) => {
    await edit({ format });
    expect(screen.queryByRole('switch', { name: 'Running total' }) !== null).toBe(running);
    expect(screen.queryByRole('switch', { name: 'Name in labels' }) !== null).toBe(nameLabel);
  });

  it('switch off what is on by default', async () => {
    const { user, onChange } = await edit({ format: 'timeseries' });
    await user.click(screen.getByRole('switch', { name: 'Running total' }));
    expect(onChange).toHaveBeenLastCalledWith({ refId: 'A', format: 'timeseries', running: false });
    await user.click(screen.getByRole('switch', { name: 'Name in labels' }));
    expect(onChange).toHaveBeenLastCalledWith({ refId: 'A', format: 'timeseries', running: false, nameLabel: false });
  });
});
