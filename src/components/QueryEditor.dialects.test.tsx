import { screen } from '@testing-library/react';

import { giveElementsASize } from '../testing/layout';
import { editQuery } from '../testing/editQuery';

beforeEach(giveElementsASize);
afterEach(() => jest.restoreAllMocks());

const combobox = (name: string) => screen.getByRole('combobox', { name });
const isOffered = (role: string, name: string) => screen.queryByRole(role, { name }) !== null;

describe.each([
  ['Quality Metrics', 'qualityMetrics' as const, { metrics: 3, skills: true, analytics: false }],
  ['Analytics', 'analytics' as const, { metrics: 6, skills: false, analytics: true }],
  ['an API that is not known', undefined, { metrics: 6, skills: true, analytics: true }],
])('of %s', (_, dialect, has) => {
  it('the editor offers what it can do', async () => {
    const { user } = await editQuery({ metrics: ['count'] }, { dialect });
    expect(isOffered('radiogroup', 'Show')).toBe(true);
    expect(isOffered('combobox', 'Queues')).toBe(has.analytics);
    expect(isOffered('combobox', 'Scored by')).toBe(has.analytics);
    expect(isOffered('switch', 'Calibrations')).toBe(has.analytics);
    await user.click(combobox('Group by'));
    expect(await screen.findByRole('option', { name: 'Queue' })).toBeInTheDocument();
    expect(isOffered('option', 'Skill')).toBe(has.skills);
    await user.keyboard('{Escape}');
    await user.click(combobox('Metrics'));
    expect(await screen.findAllByRole('option')).toHaveLength(has.metrics);
  });
});

it('keeps what the Quality Metrics API lacks, says so at each field, and takes it back', async () => {
  const { user, onChange } = await editQuery(
    {
      metrics: ['minScore', 'count'],
      queueIds: ['q1'],
      scoredBy: 'ai',
      includeCalibrations: true,
    },
    { jsonData: { api: 'qualityMetrics' } }
  );
  const messages = () => screen.queryAllByRole('alert').map(({ textContent }) => textContent);
  expect(messages()).toEqual([
    expect.stringContaining('has no lowest score'),
    expect.stringContaining('cannot choose queues'),
    expect.stringContaining('cannot tell who scored'),
    expect.stringContaining('cannot add calibrations'),
  ]);
  expect(onChange).not.toHaveBeenCalled();

  await user.click(screen.getByRole('button', { name: 'Remove Lowest score' }));
  await user.click(screen.getByRole('button', { name: 'Remove Sales line' }));
  await user.click(combobox('Scored by'));
  await user.click(await screen.findByRole('option', { name: 'People and AI' }));
  await user.click(screen.getByRole('switch', { name: 'Calibrations' }));
  expect(onChange).toHaveBeenLastCalledWith({
    refId: 'A',
    metrics: ['count'],
    queueIds: [],
    scoredBy: 'all',
    includeCalibrations: false,
  });
  expect(messages()).toEqual([]);
  expect(isOffered('combobox', 'Queues')).toBe(false);
});

it('keeps skills where the Analytics API answers, and says so', async () => {
  const { onChange } = await editQuery({ groupBy: ['skill'] }, { dialect: 'analytics' });
  expect(combobox('Group by')).toHaveValue('Skill');
  expect(screen.getByRole('alert')).toHaveTextContent('The Analytics API knows no skills');
  expect(onChange).not.toHaveBeenCalled();
});

it('judges a variable by what it stands for', async () => {
  const variables = [{ name: 'who', value: 'all' }];
  await editQuery({ scoredBy: '$who' }, { dialect: 'qualityMetrics', variables });
  expect(combobox('Scored by')).toHaveValue('$who');
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
});

describe('single evaluations', () => {
  it('have the fields that matter for them', async () => {
    const { user, onChange, onRunQuery } = await editQuery({ entityIds: ['a1'] }, { dialect: 'analytics' });
    await user.click(screen.getByRole('radio', { name: 'Single evaluations' }));
    expect(onChange).toHaveBeenLastCalledWith({ refId: 'A', entityIds: ['a1'], queryType: 'evaluations' });
    expect(onRunQuery).toHaveBeenCalledTimes(1);
    for (const name of ['Choose by', 'Only these agents', 'Evaluation forms', 'Queues', 'Scored by']) {
      expect(combobox(name)).toBeInTheDocument();
    }
    expect(isOffered('combobox', 'Metrics')).toBe(false);
    expect(isOffered('textbox', 'Minimum count')).toBe(false);
    expect(isOffered('radiogroup', 'Format')).toBe(false);
    expect(isOffered('switch', 'Split by form')).toBe(false);
    await user.click(combobox('Choose by'));
    expect(await screen.findByRole('option', { name: 'Everybody' })).toBeInTheDocument();
    expect(isOffered('option', 'Skill')).toBe(false);
  });

  it('have a limit, checked while it is typed', async () => {
    const { user, onChange } = await editQuery({ queryType: 'evaluations' }, { dialect: 'analytics' });
    const limit = screen.getByRole('textbox', { name: 'Limit' });
    expect(limit).toHaveValue('1000');
    await user.clear(limit);
    await user.type(limit, '100001');
    expect(screen.getByRole('alert')).toHaveTextContent('from 1 to 100,000');
    await user.keyboard('{Backspace}{Enter}');
    expect(onChange).toHaveBeenLastCalledWith({ refId: 'A', queryType: 'evaluations', limit: 10000 });
  });

  it('can be chosen by queue, scorer and calibration with either API', async () => {
    await editQuery({ queryType: 'evaluations', queueIds: ['q1'], scoredBy: 'ai' }, { dialect: 'qualityMetrics' });
    for (const name of ['Queues', 'Scored by']) {
      expect(combobox(name)).toBeInTheDocument();
    }
    expect(isOffered('switch', 'Calibrations')).toBe(true);
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });
});
