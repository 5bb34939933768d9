import { dateTime } from '@grafana/data';
import { screen } from '@testing-library/react';

import { editQuery } from '../testing/editQuery';
import { giveElementsASize } from '../testing/layout';
import { type GenesysQualityQuery } from '../types';

beforeEach(giveElementsASize);
afterEach(() => jest.restoreAllMocks());

const note = (name: string) => screen.queryByRole('note', { name });
const cost = () => note('Requests to Genesys Cloud');

/** Two days ago, whatever the time is: four hours are 16 windows. */
function fourHours() {
  const from = dateTime().subtract(2, 'day').startOf('hour');
  const to = dateTime(from).add(4, 'hour');
  return { from, to, raw: { from, to } };
}

describe('the cost', () => {
  const series = { format: 'timeseries', groupBy: ['agent', 'evaluationForm'] };

  it.each<[Partial<GenesysQualityQuery>, 'qualityMetrics' | 'analytics', string]>([
    [{}, 'qualityMetrics', '1 request to Genesys Cloud per 15-minute window, shared by all panels that ask the same.'],
    [{ evaluationFormIds: ['$forms'] }, 'qualityMetrics', '3 requests to Genesys Cloud per 15-minute window, shared'],
    [
      { groupBy: ['queue', 'evaluationForm'], evaluationFormIds: ['f1'] },
      'qualityMetrics',
      'At most 2 requests to Genesys Cloud per 15-minute window, shared',
    ],
    [
      series,
      'qualityMetrics',
      '1 request to Genesys Cloud, plus 16 for each form that has evaluations, at first, later only for what can still change;',
    ],
    [
      { metrics: ['passRate'] },
      'analytics',
      'that ask the same. The pass rate lists every evaluation, which makes the answer larger.',
    ],
    [{ metrics: ['count'] }, 'analytics', '1 request to Genesys Cloud per 15-minute window'],
    [
      { queryType: 'evaluations', limit: 250 },
      'analytics',
      'for each 100 evaluations, people’s and AI’s apart, until 250 are listed, per 15-minute window, shared',
    ],
    [{ queryType: 'evaluations', scoredBy: 'ai' }, 'analytics', 'for each 100 evaluations, until 1000 are listed'],
  ])('of %j in the dialect %s is said beside it', async (query, dialect, sentence) => {
    const variables = [{ name: 'forms', value: ['f1', 'f2', 'f3'] }];
    await editQuery(query, { dialect, variables }, fourHours());
    expect(cost()).toHaveTextContent(sentence);
  });

  it('is not guessed while the API is not known, nor for a range that is not', async () => {
    await editQuery();
    expect(cost()).not.toBeInTheDocument();
    await editQuery({ format: 'timeseries' }, { dialect: 'qualityMetrics' });
    expect(cost()).not.toBeInTheDocument();
  });

  it('of the business day needs no range', async () => {
    await editQuery({ timeRange: 'businessDay', metrics: ['count'] }, { dialect: 'analytics' });
    expect(cost()).toHaveTextContent('1 request to Genesys Cloud');
  });
});

describe('averages over several forms', () => {
  const mixed = () => note('Mixed forms');

  it('are pointed out, until the rows are split', async () => {
    const { user } = await editQuery();
    expect(mixed()).toHaveTextContent('Split by form, or choose one form.');
    await user.click(screen.getByRole('switch', { name: 'Split by form' }));
    expect(mixed()).not.toBeInTheDocument();
  });

  it('are judged by what a variable stands for', async () => {
    const variables = [
      { name: 'form', value: 'f1' },
      { name: 'all', value: '$__all', options: ['f1', 'f2'] },
    ];
    const { user } = await editQuery({ evaluationFormIds: ['$form'] }, { variables });
    expect(mixed()).not.toBeInTheDocument();
    await user.click(screen.getByRole('combobox', { name: 'Evaluation forms' }));
    await user.click(await screen.findByRole('option', { name: '$all' }));
    expect(mixed()).toBeInTheDocument();
  });

  it('do not happen in an organization with one form', async () => {
    await editQuery({}, { entities: { agent: [], queue: [], evaluationForm: [{ id: 'f1', name: 'Sales' }] } });
    expect(mixed()).not.toBeInTheDocument();
  });
});
