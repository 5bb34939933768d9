import { act, screen, within } from '@testing-library/react';

import { editQuery } from '../testing/editQuery';
import { giveElementsASize } from '../testing/layout';

beforeEach(giveElementsASize);
afterEach(() => jest.restoreAllMocks());

const combobox = (name: string) => screen.getByRole('combobox', { name });

describe('grouping', () => {
  it('changes the dimension, keeps the split and drops the filter of another dimension', async () => {
    const { user, onChange, onRunQuery } = await editQuery({ groupBy: ['agent', 'evaluationForm'], entityIds: ['a1'] });
    await user.click(combobox('Group by'));
    await user.click(await screen.findByRole('option', { name: 'Queue' }));
    expect(onChange).toHaveBeenLastCalledWith({ refId: 'A', groupBy: ['queue', 'evaluationForm'], entityIds: [] });
    expect(onRunQuery).toHaveBeenCalledTimes(1);
    expect(combobox('Only these queues')).toBeInTheDocument();
  });

  it('splits by form and back, and keeps the filter', async () => {
    const { user, onChange } = await editQuery({ entityIds: ['a1'] });
    await user.click(screen.getByRole('switch', { name: 'Split by form' }));
    expect(onChange).toHaveBeenLastCalledWith({ refId: 'A', groupBy: ['agent', 'evaluationForm'], entityIds: ['a1'] });
    await user.click(screen.getByRole('switch', { name: 'Split by form' }));
    expect(onChange).toHaveBeenLastCalledWith({ refId: 'A', groupBy: ['agent'], entityIds: ['a1'] });
  });

  it('asks for the total of the organization, which has nothing to split or filter', async () => {
    const { user, onChange } = await editQuery();
    await user.click(combobox('Group by'));
    await user.click(await screen.findByRole('option', { name: /Organization total/ }));
    expect(onChange).toHaveBeenLastCalledWith({ refId: 'A', groupBy: [], entityIds: [] });
    expect(screen.queryByRole('switch', { name: 'Split by form' })).not.toBeInTheDocument();
    expect(screen.queryByRole('combobox', { name: /Only these/ })).not.toBeInTheDocument();
  });

  it('does not split forms by form', async () => {
    await editQuery({ groupBy: ['evaluationForm'] });
    expect(screen.queryByRole('switch', { name: 'Split by form' })).not.toBeInTheDocument();
    expect(combobox('Group by')).toHaveValue('Evaluation form');
  });

  it('takes a variable', async () => {
    const { user, onChange } = await editQuery({}, { variables: [{ name: 'by', value: 'queue' }] });
    await user.click(combobox('Group by'));
    await user.click(await screen.findByRole('option', { name: '$by' }));
    expect(onChange).toHaveBeenLastCalledWith({ refId: 'A', groupBy: ['$by'], entityIds: [] });
    expect(combobox('Only these entities')).toBeInTheDocument();
  });
});

describe('metrics', () => {
  it('stay in the order in which they are chosen, by keyboard alone', async () => {
    const { user, onChange, onRunQuery } = await editQuery({ metrics: ['count'] });
    await user.tab();
    await user.tab();
    expect(screen.getByRole('button', { name: /Remove count/i })).toBeInTheDocument();
    act(() => combobox('Metrics').focus());
    await user.keyboard('average{ArrowDown}{Enter}');
    expect(onChange).toHaveBeenLastCalledWith({ refId: 'A', metrics: ['count', 'averageScore'] });
    expect(onRunQuery).toHaveBeenCalledTimes(1);
  });

  it('say that one is needed when the last is removed', async () => {
    const { user, onChange } = await editQuery({ metrics: ['count'] });
    await user.click(screen.getByRole('button', { name: /Remove count/i }));
    expect(onChange).toHaveBeenLastCalledWith({ refId: 'A', metrics: [] });
    expect(screen.getByRole('alert')).toHaveTextContent('Choose at least one metric.');
  });
});

describe('time range and format', () => {
  const radio = (group: string, name: string) =>
    within(screen.getByRole('radiogroup', { name: group })).getByRole('radio', { name });

  it('change by keyboard and run the query', async () => {
    const { user, onChange, onRunQuery } = await editQuery();
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
    await editQuery({ format });
    expect(screen.queryByRole('switch', { name: 'Running total' }) !== null).toBe(running);
    expect(screen.queryByRole('switch', { name: 'Name in labels' }) !== null).toBe(nameLabel);
  });

  it('switch off what is on by default', async () => {
    const { user, onChange } = await editQuery({ format: 'timeseries' });
    await user.click(screen.getByRole('switch', { name: 'Running total' }));
    expect(onChange).toHaveBeenLastCalledWith({ refId: 'A', format: 'timeseries', running: false });
    await user.click(screen.getByRole('switch', { name: 'Name in labels' }));
    expect(onChange).toHaveBeenLastCalledWith({ refId: 'A', format: 'timeseries', running: false, nameLabel: false });
  });
});

it('switches live push on', async () => {
  const { user, onChange } = await editQuery({}, {});
  await user.click(screen.getByRole('switch', { name: 'Live' }));
  expect(onChange).toHaveBeenLastCalledWith({ refId: 'A', live: true });
});
