import { gzipSync } from 'node:zlib';

import { noticesOf, tableRows } from '../binary/frames';
import { aggregatePayloadCases } from './aggregatePayloadCases';
import type { FaultCase } from './faultCase';
import { expectRecovery, SCORES } from './outage';
import { METRICS, raw } from './outages';
import { answer, json, metricsRows, type MetricsRow } from './rawAnswers';
import type { Reaction } from './rawUpstream';

const SERVED = 'The error, with status 502, which names the row; not even the good rows are shown.';

/** Answers with the second of the three rows spoilt. */
function spoilt(spoil: (row: MetricsRow) => unknown): Reaction {
  return json(() => metricsRows().map((row, index) => (index === 1 ? spoil(row) : row)));
}

/** The row with another value of a metric. */
function withMetric(name: string, metric: unknown): Reaction {
  return spoilt((row) => ({ ...row, metrics: { ...Object(row.metrics), [name]: metric } }));
}

const cannotBeUsed = (what: string) =>
  new RegExp(`^Genesys Cloud's answer to GET /api/v2/quality/metrics cannot be used: ${what}$`);
const row = (what: string) => cannotBeUsed(`row 2: ${what}`);

interface Wrong {
  name: string;
  given: string;
  says: RegExp;
  reaction: Reaction;
  served?: string;
}

const WRONG: Wrong[] = [
  {
    name: 'a count without a score',
    given: 'A row counts one evaluation, and its score is null.',
    says: row('averageScore is missing'),
    reaction: withMetric('averageScore', { value: null, unit: 'percentage' }),
  },
  {
    name: 'a number beyond all bounds',
    given: 'A score is 1e999.',
    says: row('averageScore is a number out of range'),
    reaction: answer(JSON.stringify(metricsRows()).replace('52.5', '1e999')),
  },
  {
    name: 'a number as text',
    given: 'A score is "52.5", in quotes.',
    says: row('averageScore is not a number'),
    reaction: withMetric('averageScore', { value: '52.5', unit: 'percentage' }),
  },
  {
    name: 'a negative count',
    given: 'A count is -1.',
    says: row('count is negative'),
    reaction: withMetric('count', { value: -1 }),
  },
  {
    name: 'a broken count',
    given: 'A count is 2.5.',
    says: row('count is not a whole number'),
    reaction: withMetric('count', { value: 2.5 }),
  },
  {
    name: 'a score above 100',
    given: 'A score is 525.',
    says: row('averageScore 525 is not within 0 to 100'),
    reaction: withMetric('averageScore', { value: 525, unit: 'percentage' }),
  },
  {
    name: 'another unit',
    given: 'A score is 0.525 with the unit "ratio".',
    says: row('averageScore has the unit "ratio" instead of "percentage"'),
    reaction: withMetric('averageScore', { value: 0.525, unit: 'ratio' }),
  },
  {
    name: 'an entity twice',
    given: 'Two rows have the same id, with different counts.',
    says: cannotBeUsed('row 2: row 1 has the same entityId'),
    reaction: spoilt((row) => ({ ...row, entityId: 'agent-1' })),
  },
  {
    name: 'an error object with status 200',
    given: 'The answer is an object that tells of an error.',
    says: cannotBeUsed('it is not a JSON array'),
    reaction: json({ message: 'something went wrong', status: 500 }),
    served: 'The error, with status 502; never "no evaluations".',
  },
  {
    name: 'something after the end',
    given: 'After the array another one follows.',
    says: cannotBeUsed('there is more after its end'),
    reaction: answer(JSON.stringify(metricsRows()) + JSON.stringify(metricsRows().slice(1))),
    served: 'The error, with status 502.',
  },
  {
    name: 'an answer of 33 MiB',
    given: 'The answer unpacks to more than 32 MiB, from a few kilobytes.',
    says: /^Genesys Cloud's answer to GET \S+ is larger than 32 MiB, the most this data source reads/,
    reaction: answer(gzipSync(Buffer.concat([Buffer.from('[{"entityName":"'), Buffer.alloc(33 * 1024 * 1024, 'a')])), {
      headers: { 'Content-Encoding': 'gzip' },
    }),
    served: 'The error, with status 502, as soon as the limit is reached.',
  },
  {
    name: 'damaged compression',
    given: 'A byte in the middle of a compressed answer is another one.',
    says: cannotBeUsed('its compression is damaged'),
    reaction: (socket, request) => {
      const packed = gzipSync(JSON.stringify(metricsRows()));
      packed.writeUInt8(packed.readUInt8(packed.length - 6) ^ 0xff, packed.length - 6);
      answer(packed, { headers: { 'Content-Encoding': 'gzip' } })(socket, request);
    },
    served: 'The error, with status 502; nothing of what could be unpacked.',
  },
];

/** Nothing at all is an answer, too: it must not look like a fault, nor like zero. */
const noRows: FaultCase = {
  name: 'no rows',
  given: 'The answer is an empty array, although there are evaluations.',
  served: 'No data, with the reason: there are no evaluations in the range.',
  // A token and the question; the other panel's range is another question.
  mostCalls: 3,
  recovery: 'Another range has its numbers; this one is asked again after the next midnight.',
  run: async (scene) => {
    const upstream = await scene.raw();
    const grafana = await scene.grafana(upstream);
    upstream.script = { [METRICS]: json([]) };
    const nothing = await grafana.panel(SCORES);
    expect(noticesOf(nothing)).toMatch(/^info: There are no evaluations between \S+ 08:00:00 and \S+ 17:00:00 UTC\.$/);
    expect(nothing.frames.map(({ schema }) => schema?.fields)).toEqual([[]]);
    upstream.script = {};
    await expectRecovery(upstream, grafana, { ...SCORES, to: SCORES.to.replace('T17', 'T16') });
  },
};

/** What is odd and still clear is shown. */
const oddNames: FaultCase = {
  name: 'names that are none',
  given: 'Names are null, empty and half a character; fields that nobody knows stand beside them.',
  served: 'All numbers, under ids where there is no name.',
  mostCalls: 2,
  recovery: 'None is needed.',
  run: async (scene) => {
    const upstream = await scene.raw();
    const grafana = await scene.grafana(upstream);
    const names = ['null', '""', '"\\ud83d"'];
    const rows = metricsRows().map((row, index) => {
      const text = JSON.stringify({ ...row, entityName: `name-${index}`, unknown: { deep: [1, [2]] } });
      return text.replace(`"name-${index}"`, names[index] ?? '');
    });
    upstream.script = { [METRICS]: answer(`[${rows.join(',')}]`) };
    const shown = [...tableRows(await grafana.panel(SCORES)).values()];
    expect(shown.map(({ entityId, entityName, numbers }) => [entityId, entityName, numbers.count])).toEqual(
      expect.arrayContaining([
        ['agent-1', 'agent-1', 4],
        ['agent-2', 'agent-2', 1],
        ['agent-3', '\ufffd', 10],
      ])
    );
    expect(shown).toHaveLength(3);
  },
};

export const payloadCases: FaultCase[] = [
  ...WRONG.map(({ name, given, says, reaction, served = SERVED }) =>
    raw({ [METRICS]: reaction }, { name, given, says, served, status: 502 })
  ),
  noRows,
  oddNames,
  ...aggregatePayloadCases,
];
