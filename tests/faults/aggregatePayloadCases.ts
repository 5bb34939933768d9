import type { FaultCase } from './faultCase';
import { ANALYTICS } from './outage';
import { AGGREGATES, raw } from './outages';
import { aggregateGroups, json, type AggregateGroup, type Stats } from './rawAnswers';
import type { RawRequest, Reaction } from './rawUpstream';

const SERVED = 'The error, with status 502, which names the row; not even the good rows are shown.';

/** Answers with the second of the three groups spoilt. */
function spoilt(spoil: (group: AggregateGroup) => AggregateGroup): Reaction {
  return json((request: RawRequest) => ({
    results: aggregateGroups(request).map((group, index) => (index === 1 ? spoil(group) : group)),
  }));
}

function withStats(changed: Stats): Reaction {
  return spoilt(({ group, data = [] }) => ({
    group,
    data: data.map(({ interval, metrics }) => ({
      interval,
      metrics: metrics.map(({ metric, stats }) => ({ metric, stats: { ...stats, ...changed } })),
    })),
  }));
}

/** Answers with the group's one bucket in place of which several stand, of other intervals. */
function withIntervals(intervalsOf: (from: string, to: string) => string[]): Reaction {
  return spoilt(({ group, data = [] }) => ({
    group,
    data: data.flatMap(({ interval, metrics }) => {
      const [from = '', to = ''] = interval.split('/');
      return intervalsOf(from, to).map((other) => ({ interval: other, metrics }));
    }),
  }));
}

const cannotBeUsed = (what: string) =>
  new RegExp(`^Genesys Cloud's answer to POST /api/v2/analytics/\\S+ cannot be used: ${what}$`);
const row = (what: string) => cannotBeUsed(`row 2: ${what}`);

const WRONG: Array<{ name: string; given: string; says: RegExp; reaction: Reaction; served?: string }> = [
  {
    name: 'a group twice (Analytics)',
    given: 'Two groups are about the same agent and form.',
    says: cannotBeUsed('row 2: row 1 is the same group'),
    reaction: spoilt(({ data }) => ({ group: { userId: 'agent-1', contextId: 'form-1' }, data })),
  },
  {
    name: 'intervals that overlap (Analytics)',
    given: 'A group has the whole range, and its second half once more.',
    says: row('the intervals \\S+ and \\S+ overlap'),
    reaction: withIntervals((from, to) => [`${from}/${to}`, `${from.replace('T08', 'T12')}/${to}`]),
  },
  {
    name: 'an interval beyond the range (Analytics)',
    given: 'A group has numbers of an hour that nobody asked for.',
    says: row('the interval \\S+ is not within \\S+'),
    reaction: withIntervals((from, to) => [`${from}/${to.replace('T17', 'T18')}`]),
  },
  {
    name: 'a sum beyond its count (Analytics)',
    given: 'A sum of 300 stands with a count of one.',
    says: row("oTotalScore's average 300 is not within 0 to 100"),
    reaction: withStats({ sum: 300 }),
  },
  {
    name: 'a lowest score above the highest (Analytics)',
    given: 'The lowest score is 90, the highest 40.',
    says: row("oTotalScore's min is above its max"),
    reaction: withStats({ min: 90, max: 40 }),
  },
  {
    name: 'no results (Analytics)',
    given: 'The answer has other fields, and no results.',
    says: cannotBeUsed('results is missing'),
    reaction: json({ systemToOrganizationMappings: {} }),
    served: 'The error, with status 502; never "no evaluations".',
  },
];

export const aggregatePayloadCases: FaultCase[] = WRONG.map(({ name, given, says, reaction, served = SERVED }) =>
  raw({ [AGGREGATES]: reaction }, { name, given, says, served, status: 502, jsonData: ANALYTICS })
);
