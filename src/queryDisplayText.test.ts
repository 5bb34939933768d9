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
  [{ queryType: 'evaluations' }, 'Single evaluations · dashboard · at most 1000'],
  [
    { queryType: 'evaluations', entityIds: ['a1', 'a2'], scoredBy: 'ai', limit: 50, timeRange: 'businessDay' },
    'Single evaluations · 2 agents · scored by AI · business day · at most 50',
  ],
  [
    {
      metrics: ['count'],
      evaluationFormIds: ['f1'],
      queueIds: ['$queue'],
      scoredBy: 'human',
      includeCalibrations: true,
    },
    'Count by agent · 1 of the evaluation forms · queues $queue · scored by people · with calibrations · dashboard · table',
  ],
  [{ metrics: ['count'], entityIds: [''] }, 'Count by agent · 0 agents · dashboard · table'],
  [{ metrics: ['count'], groupBy: [], entityIds: ['a1'] }, 'Count of the organization · dashboard · table'],
])('%j reads "%s"', (query, text) => {
  expect(queryDisplayText({ refId: 'A', ...query })).toBe(text);
});

it('is empty for no query', () => {
  expect(queryDisplayText(undefined)).toBe('');
});
