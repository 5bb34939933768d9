import { queryDisplayText } from './queryDisplayText';
import { type GenesysQualityQuery } from './types';

it.each<[Partial<GenesysQualityQuery>, string]>([
  [{}, 'Average score, pass rate and count by agent · dashboard · table'],
  [
    { metrics: ['passRate'], groupBy: ['queue', 'evaluationForm'], timeRange: 'businessDay', format: 'timeseries' },
    'Pass rate by queue and evaluation form · business day · time series',
  ],
  [{ groupBy: [], metrics: ['count'], format: 'stat' }, 'Count of the organization · dashboard · stat'],
  [{ groupBy: ['$by'], metrics: ['$metric'] }, '$metric by $by · dashboard · table'],
  [{ metrics: [] }, 'No metrics by agent · dashboard · table'],
  [{ queryType: 'evaluations' }, 'Evaluations by agent · dashboard · table'],
])('%j reads "%s"', (query, text) => {
  expect(queryDisplayText({ refId: 'A', ...query })).toBe(text);
});

it('is empty for no query', () => {
  expect(queryDisplayText(undefined)).toBe('');
});
