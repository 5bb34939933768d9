import { expect, test, type APIRequestContext } from '@playwright/test';
import type { DataFrameJSON } from '@grafana/data';

import { DATA_SOURCE_UID } from '../environment';
import { dataSourceQuery, expression, GrafanaApi, type QueryJson } from '../GrafanaApi';

const THRESHOLD = 80;
const FORMATS = ['table', 'stat', 'timeseries'];
const METRICS = [['passRate'], ['count'], ['averageScore', 'passRate', 'count']];

/** One number that an expression must see: what it is of, and how much. */
type Numbers = Map<string, number>;

/** Rows of the table as a panel gets it: the second way to every number. */
async function tableOf(request: APIRequestContext, groupBy: string[], metrics: string[]): Promise<Numbers> {
  const response = await request.post('/api/ds/query', {
    data: { from: 'now-6h', to: 'now', queries: [dataSourceQuery('A', { groupBy, metrics, format: 'table' })] },
  });
  const { results } = await response.json();
  const frame: DataFrameJSON = results.A.frames[0];
  const columns = new Map(frame.schema?.fields.map(({ name }, i) => [name, frame.data?.values[i] ?? []]));
  const numbers: Numbers = new Map();
  for (const metric of metrics) {
    columns.get(metric)?.forEach((value, row) => {
      numbers.set(`${columns.get('entityId')?.[row] ?? ''}/${metric}`, Number(value));
    });
  }
  return numbers;
}

/** What an expression's frames say, by the same keys. A metric is told by its label, or is the only one. */
function numbersOf(frames: DataFrameJSON[] = [], metrics: string[]): Numbers {
  return new Map(
    frames.map((frame) => {
      const [field] = frame.schema?.fields ?? [];
      const labels: Record<string, string> = field?.labels ?? {};
      return [`${labels.entityId ?? ''}/${labels.metric ?? metrics[0]}`, Number(frame.data?.values[0]?.[0])];
    })
  );
}

/** Equal keys, and numbers as close as Genesys' rounding of what a series merges lets them be. */
function expectNumbers(actual: Numbers, expected: Numbers): void {
  expect([...actual.keys()].sort()).toEqual([...expected.keys()].sort());
  for (const [key, value] of expected) {
    expect(Math.abs((actual.get(key) ?? Number.NaN) - value), key).toBeLessThan(0.11);
  }
}

function ruleQueries(query: QueryJson): QueryJson[] {
  const threshold = { expression: 'R', conditions: [{ evaluator: { type: 'lt', params: [THRESHOLD] } }] };
  return [
    query,
    expression('R', 'reduce', { expression: 'A', reducer: 'last' }),
    expression('M', 'math', { expression: '$R * 2 + 1' }),
    expression('T', 'threshold', threshold),
  ];
}

/** What Grafana's own test of an alert rule says of it: the states of its instances. */
async function statesInAlert(grafana: GrafanaApi, queries: QueryJson[]): Promise<string[]> {
  const data = queries.map((model) => ({
    refId: model.refId,
    datasourceUid: model.refId === 'A' ? DATA_SOURCE_UID : '__expr__',
    relativeTimeRange: { from: 21_600, to: 0 },
    model,
  }));
  const { results } = await grafana.post<{ results: Record<string, { error?: string; frames?: DataFrameJSON[] }> }>(
    '/api/v1/eval',
    { condition: 'T', data, now: new Date().toISOString() }
  );
  const { error, frames = [] } = results.T ?? {};
  expect(error).toBeUndefined();
  return frames.map((frame) => (frame.data?.values[0]?.[0] === 1 ? 'Alerting' : 'Normal'));
}

for (const format of FORMATS) {
  for (const metrics of METRICS) {
    test(`${format} of ${metrics.join(', ')} works in expressions and in an alert rule`, async ({ request }) => {
      const grafana = new GrafanaApi(request);
      for (const groupBy of [[], ['agent']]) {
        const truth = await tableOf(request, groupBy, metrics);
        expect(truth.size).toBeGreaterThan(0);
        const queries = ruleQueries(dataSourceQuery('A', { groupBy, metrics, format }));

        const results = await grafana.query(queries);
        for (const refId of ['R', 'M', 'T']) {
          expect(results[refId]?.error, refId).toBeUndefined();
        }
        const reduced = numbersOf(results.R?.frames, metrics);
        expectNumbers(reduced, truth);
        const doubled = new Map([...reduced].map(([key, value]) => [key, value * 2 + 1]));
        expectNumbers(numbersOf(results.M?.frames, metrics), doubled);
        const below = new Map([...reduced].map(([key, value]) => [key, Number(value < THRESHOLD)]));
        expectNumbers(numbersOf(results.T?.frames, metrics), below);

        const states = await statesInAlert(grafana, queries);
        expect(states.filter((state) => state === 'Alerting')).toHaveLength([...below.values()].filter(Boolean).length);
        expect(states).toHaveLength(truth.size);
      }
    });

    test(`${format} of ${metrics.join(', ')} works in an SQL expression`, async ({ request }) => {
      const grafana = new GrafanaApi(request);
      const { featureToggles } = await grafana.get<{ featureToggles: Record<string, boolean> }>(
        '/api/frontend/settings'
      );
      test.skip(
        !featureToggles.sqlExpressions,
        'SQL expressions are off in this Grafana: feature toggle sqlExpressions'
      );
      const truth = await tableOf(request, ['agent'], metrics);

      // SQL gets a table of one metric as it is, and everything else with a row for each value.
      const column = format === 'table' && metrics.length === 1 ? metrics[0] : '__value__';
      const where = metrics.length > 1 ? "WHERE metric = 'count'" : '';
      const sql = `SELECT COUNT(DISTINCT entityId) AS agents, MAX(${column}) AS highest FROM A ${where}`;
      const { S } = await grafana.query([
        dataSourceQuery('A', { groupBy: ['agent'], metrics, format }),
        expression('S', 'sql', { expression: sql }),
      ]);

      expect(S?.error).toBeUndefined();
      const [agents, highest] = S?.frames?.[0]?.data?.values.map(([value]) => Number(value)) ?? [];
      expect(agents).toBe(truth.size / metrics.length);
      const metric = metrics.length > 1 ? 'count' : metrics[0];
      if (metric === 'count' || format !== 'timeseries') {
        // A day's count only grows; a rate is higher at times than at the end.
        const ofMetric = [...truth].filter(([key]) => key.endsWith(`/${metric}`)).map(([, value]) => value);
        expect(highest).toBe(Math.max(...ofMetric));
      }
    });
  }
}
