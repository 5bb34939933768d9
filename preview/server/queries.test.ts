import type { Plugin, PluginAnswer } from '../host/plugin';
import { DataSources } from './dataSources';
import { type MetricRequest, queryMetrics } from './queries';

const NOW = Date.UTC(2026, 0, 15, 12);
const OK: PluginAnswer = { status: 200, frames: [] };
const BROKEN: PluginAnswer = {
  status: 502,
  frames: [],
  error: 'Genesys Cloud answered 503',
  errorSource: 'downstream',
};

const dataSources = new DataSources(
  ['first', 'second'].map((uid, index) => ({
    id: index + 1,
    uid,
    name: uid,
    type: 'intraday-genesysquality-datasource',
    isDefault: uid === 'first',
    readOnly: false,
    jsonData: {},
    secureJsonData: {},
    updated: 0,
  }))
);

/** A plugin that answers by refId, and tells what it was asked. */
function pluginAnswering(answers: Record<string, PluginAnswer>) {
  const asked: Array<Parameters<Plugin['queryData']>[0]> = [];
  const queryData: Plugin['queryData'] = async (request) => {
    asked.push(request);
    return Object.fromEntries(request.queries.map(({ refId }) => [refId, answers[refId] ?? OK]));
  };
  // Nothing else of the plugin is used by a query.
  return { asked, plugin: { queryData } as Plugin };
}

const ask = (plugin: Plugin, request: MetricRequest) =>
  queryMetrics(plugin, dataSources, request, {}, new AbortController().signal, NOW);

describe('queryMetrics', () => {
  it('asks each data source once, with the panel JSON as it came', async () => {
    const { plugin, asked } = pluginAnswering({});
    const queries = [
      { refId: 'A', datasource: { uid: 'first' }, groupBy: ['agent'], intervalMs: 60_000, maxDataPoints: 700 },
      { refId: 'B', datasource: { uid: 'second' } },
      { refId: 'C' },
    ];
    const { status, body } = await ask(plugin, { from: '1000', to: 'now-1h', queries });

    expect(status).toBe(200);
    expect(Object.keys(body.results)).toEqual(['A', 'C', 'B']);
    expect(asked.map(({ dataSource }) => dataSource.uid)).toEqual(['first', 'second']);
    expect(asked[0]?.queries[0]).toEqual({
      refId: 'A',
      queryType: undefined,
      intervalMs: 60_000,
      maxDataPoints: 700,
      timeRange: { from: 1000, to: NOW - 3_600_000 },
      json: queries[0],
    });
  });

  it('is 400 as soon as one query failed, with the answers of the others', async () => {
    const { plugin } = pluginAnswering({ B: BROKEN });
    const { status, body } = await ask(plugin, {
      from: 'now-1h',
      to: 'now',
      queries: [{ refId: 'A' }, { refId: 'B' }],
    });
    expect(status).toBe(400);
    expect(body.results).toEqual({ A: OK, B: BROKEN });
  });

  it.each([
    [{ from: 'now-1h', to: 'now', queries: [] }, 400, /No queries/],
    [{ from: 'yesterday', to: 'now', queries: [{}] }, 400, /"from" is "yesterday"/],
    [{ from: 'now-1h', queries: [{}] }, 400, /"to" is undefined/],
    [{ from: 'now-1h', to: 'now', queries: [{ datasource: { uid: 'third' } }] }, 404, /uid "third"/],
  ])('%j is refused with %d', async (request, status, message) => {
    const { plugin, asked } = pluginAnswering({});
    await expect(ask(plugin, request)).rejects.toMatchObject({ status, message: expect.stringMatching(message) });
    expect(asked).toEqual([]);
  });
});
