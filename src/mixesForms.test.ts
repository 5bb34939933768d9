import { queryWithDefaults } from './defaults';
import { mixesForms } from './mixesForms';
import { type GenesysQualityQuery } from './types';

it.each<[Partial<GenesysQualityQuery>, boolean]>([
  [{}, true],
  [{ metrics: ['passRate'] }, true],
  [{ metrics: ['criticalScore'] }, true],
  [{ metrics: ['count', 'minScore', 'maxScore'] }, false],
  [{ groupBy: [] }, true],
  [{ groupBy: ['agent', 'evaluationForm'] }, false],
  [{ groupBy: ['evaluationForm'] }, false],
  [{ evaluationFormIds: ['f1'] }, false],
  [{ evaluationFormIds: ['f1', 'f2'] }, true],
  [{ queryType: 'evaluations' }, false],
])('%j mixes forms: %p', (query, mixes) => {
  expect(mixesForms(queryWithDefaults(query))).toBe(mixes);
});
