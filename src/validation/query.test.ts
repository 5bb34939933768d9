import { queryWithDefaults } from '../defaults';
import { type Dialect, type GenesysQualityQuery } from '../types';
import { limitProblem, queryProblems } from './query';

type Case = [query: Partial<GenesysQualityQuery>, dialect: Dialect | undefined, problems: object];

const cases: Case[] = [
  [{}, 'qualityMetrics', {}],
  [{}, 'analytics', {}],
  [{ metrics: [] }, undefined, { metrics: /at least one/ }],
  [
    { metrics: ['count', 'criticalScore', 'minScore'] },
    'qualityMetrics',
    { metrics: /no critical score, lowest score/ },
  ],
  [{ metrics: ['criticalScore', 'maxScore'] }, 'analytics', {}],
  [{ metrics: ['maxScore'] }, undefined, {}],
  [{ groupBy: ['skill', 'evaluationForm'] }, 'analytics', { groupBy: /Analytics API knows no skills/ }],
  [{ groupBy: ['skill'] }, 'qualityMetrics', {}],
  [{ groupBy: ['skill'] }, undefined, {}],
  [{ queryType: 'evaluations', groupBy: ['skill'] }, undefined, { groupBy: /name no skill/ }],
  [{ queryType: 'evaluations', metrics: [] }, 'analytics', {}],
  [{ queryType: 'evaluations', metrics: ['minScore'], queueIds: ['q'], scoredBy: 'ai' }, 'qualityMetrics', {}],
  [{ queueIds: ['q1'] }, 'qualityMetrics', { queueIds: /cannot choose queues/ }],
  [{ scoredBy: 'ai' }, 'qualityMetrics', { scoredBy: /cannot tell who scored/ }],
  [{ includeCalibrations: true }, 'qualityMetrics', { includeCalibrations: /cannot add calibrations/ }],
  [{ queueIds: ['q1'], scoredBy: 'ai', includeCalibrations: true }, 'analytics', {}],
  [{ queueIds: ['q1'], scoredBy: 'ai', includeCalibrations: true }, undefined, {}],
];

it.each(cases)('%j in the dialect %s has the problems %p', (query, dialect, expected) => {
  const patterns = Object.entries(expected).map(([key, pattern]) => [key, expect.stringMatching(pattern)]);
  expect(queryProblems(queryWithDefaults(query), dialect)).toEqual(Object.fromEntries(patterns));
});

it.each([
  ['1', true],
  [' 100000 ', true],
  ['0', false],
  ['100001', false],
  ['1.5', false],
  ['$limit', false],
  ['', false],
])('a limit of %j is fine: %p', (text, isFine) => {
  expect(limitProblem(text) === undefined).toBe(isFine);
});
