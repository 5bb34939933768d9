import { queryWithDefaults } from './defaults';
import { type Dialect, type GenesysQualityQuery } from './types';
import { upstreamCalls, type Look, type UpstreamCalls } from './upstreamCalls';

const MINUTE = 60_000;
const at = (time: string) => Date.parse(`2026-03-09T${time}Z`);
const now = at('14:20:00');

/** The morning: 16 windows, and as many buckets at the narrowest. */
const look: Look = {
  range: { from: at('08:00:00'), to: at('12:00:00') },
  interval: MINUTE,
  now,
  settings: { requestsPerMinute: 100, analyticsIntervalHours: 168 },
};

type Case = [
  why: string,
  query: Partial<GenesysQualityQuery>,
  expected: Partial<UpstreamCalls> | undefined,
  changes?: Partial<Look>,
];

function check(dialect: Dialect, [, query, expected, changes]: Case) {
  const calls = upstreamCalls(queryWithDefaults(query), dialect, { ...look, ...changes });
  const nothing = { requests: 0, atMost: false, perForm: 0, lists: 0, readsEvaluations: false, isSeries: false };
  expect(calls).toEqual(expected && { ...nothing, ...expected });
}

const split = ['agent', 'evaluationForm'];
const series = 'timeseries';

const qualityMetrics: Case[] = [
  ['a table is one question', {}, { requests: 1 }],
  ['whatever its range is', {}, { requests: 1 }, { range: undefined }],
  ['a stat is one question', { format: 'stat' }, { requests: 1 }],
  ['a filter of forms is a question each', { evaluationFormIds: ['f1', 'f2', 'f3'] }, { requests: 3 }],
  ['a filter of entities costs nothing', { entityIds: ['a1', 'a2'] }, { requests: 1 }],
  ['a filter that matches nothing asks nothing', { evaluationFormIds: [''] }, { requests: 0 }],
  ['an unknown variable is one per form', { evaluationFormIds: ['f1', '$gone'] }, { requests: 1, perForm: 1 }],
  ['rows that are forms are one', { groupBy: ['evaluationForm'], evaluationFormIds: ['f1', 'f2'] }, { requests: 1 }],
  ['the total is one', { groupBy: [], evaluationFormIds: ['f1', 'f2'] }, { requests: 1 }],
  ['a split lists the forms, and asks for each', { groupBy: split }, { requests: 1, perForm: 1 }],
  [
    'a filtered split asks for no more than the filter',
    { groupBy: split, evaluationFormIds: ['f1', 'f2'] },
    { requests: 3, atMost: true },
  ],
  ['a series is a question a bucket', { format: series }, { requests: 16, isSeries: true }],
  ['as wide as the interval', { format: series }, { requests: 4, isSeries: true }, { interval: 45 * MINUTE }],
  [
    // Two forms, and 24 buckets of 30 minutes: 48, where 48 of 15 minutes would be 96.
    'and as half the budget permits',
    { format: series, evaluationFormIds: ['f1', 'f2'] },
    { requests: 48, isSeries: true },
    { range: { from: at('02:00:00'), to: at('14:00:00') } },
  ],
  ['a split series', { format: series, groupBy: split }, { requests: 1, perForm: 16, isSeries: true }],
  ['a range that is not known', { format: series }, undefined, { range: undefined }],
  [
    'a range that is too long',
    { format: series },
    undefined,
    { range: { from: now - 60 * 24 * 60 * MINUTE, to: now } },
  ],
  [
    // 14:00 to 14:15, which can be asked from 14:16.
    'a range that is too recent is the newest window',
    { format: series },
    { requests: 1, isSeries: true },
    { range: { from: now - MINUTE, to: now } },
  ],
];

const analytics: Case[] = [
  ['everything is one request', { metrics: ['count'] }, { requests: 1 }],
  ['forms and splits included', { metrics: ['count'], groupBy: split, evaluationFormIds: ['a', 'b'] }, { requests: 1 }],
  ['and series', { metrics: ['count'], format: series }, { requests: 1, isSeries: true }],
  ['the pass rate lists evaluations', { metrics: ['passRate'] }, { requests: 1, readsEvaluations: true }],
  [
    // On the grid of 24 hours: 7 March from 14:00 on, 8 March, and 9 March until 14:15.
    'a long range is several',
    { metrics: ['count'] },
    { requests: 3 },
    {
      range: { from: now - 2 * 24 * 60 * MINUTE, to: now },
      settings: { ...look.settings, analyticsIntervalHours: 24 },
    },
  ],
  ['a range that is not known', {}, undefined, { range: undefined }],
  ['single evaluations are two lists', { queryType: 'evaluations' }, { lists: 2 }],
  ['or one', { queryType: 'evaluations', scoredBy: 'human' }, { lists: 1 }],
];

it.each(qualityMetrics)('Quality Metrics: %s', (...given) => check('qualityMetrics', given));
it.each(analytics)('Analytics: %s', (...given) => check('analytics', given));
