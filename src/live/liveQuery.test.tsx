import { act, render, screen } from '@testing-library/react';
import {
  dateTime,
  FieldType,
  LoadingState,
  type DataFrame,
  type DataFrameJSON,
  type DataQueryRequest,
  type DataQueryResponse,
} from '@grafana/data';
import { config, setBackendSrv, type BackendSrv } from '@grafana/runtime';
import React, { memo, useEffect, useState } from 'react';
import { NEVER, of, throwError, type Observable } from 'rxjs';

import { type GenesysQualityDataSource } from '../datasource';
import { FakeLive } from '../testing/FakeLive';
import { testDataSource } from '../testing/testDataSource';
import { type GenesysQualityQuery } from '../types';
import { ASK_AGAIN, PATIENCE } from './liveResponses';

interface Sent {
  url: string;
  data: { queries?: Array<{ refId: string }>; query?: { format?: string } };
  requestId?: string;
}

/** What Grafana's server answers: the names of channels, and queries. */
let nameChannel: (sent: Sent) => Observable<unknown>;
let answerQuery: (sent: Sent) => Observable<unknown>;
let sent: Sent[];
let live: FakeLive;

const fetch = (request: Sent) => {
  sent.push(request);
  return request.url.endsWith('/resources/live') ? nameChannel(request) : answerQuery(request);
};
// The data source asks for nothing else of Grafana's connection to its server.
setBackendSrv({ fetch } as unknown as BackendSrv);

const queries = () => sent.filter(({ url }) => url.startsWith('/api/ds/query'));
const names = () => sent.filter(({ url }) => url.endsWith('/resources/live'));

beforeEach(() => {
  jest.useFakeTimers();
  live = new FakeLive();
  sent = [];
  config.liveEnabled = true;
  config.publicDashboardAccessToken = undefined;
  nameChannel = () => of({ data: { path: 'channel' } });
  answerQuery = ({ data }) =>
    of({
      status: 200,
      data: { results: Object.fromEntries((data.queries ?? []).map(({ refId }) => [refId, { frames: [table(1)] }])) },
    });
});

afterEach(() => jest.useRealTimers());

/** Ada's score as the backend writes it; what it says of the time of asking is another one each time. */
function table(score: number, stale = false): DataFrameJSON {
  return {
    schema: {
      fields: [
        { name: 'entityName', type: FieldType.string },
        { name: 'averageScore', type: FieldType.number, config: { unit: 'percent' } },
      ],
      meta: { custom: { revision: 'r', stale, asOf: `${Math.random()}` } },
    },
    data: { values: [['Ada'], [score]] },
  };
}

const message = (score: number, stale = false) => ({ digest: `${score} ${stale}`, frames: [table(score, stale)] });

function request(...targets: Array<Partial<GenesysQualityQuery>>): DataQueryRequest<GenesysQualityQuery> {
  const [from, to] = [dateTime(0), dateTime(6 * 3_600_000)];
  return {
    requestId: 'Q1',
    app: 'dashboard',
    dashboardUID: 'wall',
    panelId: 1,
    interval: '15m',
    intervalMs: 900_000,
    range: { from, to, raw: { from: 'now-6h', to: 'now' } },
    scopedVars: {},
    startTime: 0,
    timezone: 'utc',
    targets: targets.map((target, i) => ({ refId: 'ABC'[i], live: true, timeRange: 'businessDay', ...target })),
  };
}

/** The scores that a panel has been given, one entry for each response. */
async function watch(
  asked: DataQueryRequest<GenesysQualityQuery>,
  datasource: GenesysQualityDataSource = testDataSource()
) {
  const seen: string[] = [];
  const responses: DataQueryResponse[] = [];
  const panel = datasource.query(asked).subscribe((response) => {
    responses.push(response);
    const scores = response.data.map((frame: DataFrame) => `${frame.refId}=${frame.fields[1].values[0]}`);
    seen.push([...scores, ...(response.errors ?? []).map((error) => `error ${error.message}`)].join(' '));
  });
  await pass(0);
  return { seen, responses, leave: () => panel.unsubscribe() };
}

const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);

it('answers with the first message, and then with each change', async () => {
  const { seen, responses, leave } = await watch(request({}));
  expect(live.opened).toEqual([
    {
      scope: 'ds',
      stream: 'quality',
      namespace: 'quality',
      path: 'channel',
      data: {
        query: { live: true, timeRange: 'businessDay' },
        range: { from: 'now-6h', to: 'now', timeZone: 'UTC' },
        intervalMs: 900_000,
      },
    },
  ]);
  live.status('channel', 'connected', message(80));
  live.send('channel', message(80));
  live.send('channel', message(81));
  live.send('channel', { digest: 'e', frames: [], error: 'Genesys Cloud is down' });
  live.send('channel', message(81));
  await pass(10 * ASK_AGAIN);
  expect(seen).toEqual(['A=80', 'A=81', 'error Genesys Cloud is down', 'A=81']);
  expect(responses[0].state).toBe(LoadingState.Streaming);
  expect(queries()).toHaveLength(0);
  leave();
  expect(live.hears('channel')).toBe(true);
  await pass(5_000);
  expect(live.hears('channel')).toBe(false);
});

it('asks as any other query while the channel brings nothing', async () => {
  const { seen } = await watch(request({}));
  await pass(PATIENCE - 1);
  expect(seen).toEqual([]);
  await pass(1);
  expect(seen).toEqual(['A=1']);
  live.status('channel', 'connected', message(80));
  await pass(10 * ASK_AGAIN);
  expect(seen).toEqual(['A=1', 'A=80']);

  live.status('channel', 'connecting');
  await pass(PATIENCE + ASK_AGAIN);
  expect(seen).toEqual(['A=1', 'A=80', 'A=1', 'A=1']);
  live.status('channel', 'connected');
  live.status('channel', 'connected', message(80));
  await pass(10 * ASK_AGAIN);
  expect(seen.slice(4)).toEqual(['A=80']);
});

it.each(['disconnected', 'shutdown', 'invalid'] as const)('opens a channel anew that is %s', async (state) => {
  const { seen } = await watch(request({}));
  live.status('channel', 'connected', message(80));
  live.status('channel', state);
  await pass(0);
  expect(seen).toEqual(['A=80', 'A=1']);
  await pass(ASK_AGAIN);
  expect(live.opened).toHaveLength(2);
  live.status('channel', 'connected', message(80));
  await pass(10 * ASK_AGAIN);
  expect(seen[seen.length - 1]).toBe('A=80');
  expect(queries().length).toBeLessThan(4);
});

it.each([
  [400, 1, 1],
  [502, 11, 11],
])('that has no channel for the status %d asks %d times in ten minutes', async (status, asked, named) => {
  nameChannel = () => throwError(() => ({ status, config: {}, data: {} }));
  const { seen } = await watch(request({}));
  await pass(10 * ASK_AGAIN);
  expect(seen).toEqual(Array(asked).fill('A=1'));
  expect(names()).toHaveLength(named);
});

it.each([
  ['is not live', request({ live: false })],
  ['has an absolute range', { ...request({ timeRange: 'dashboard' }), range: absolute() }],
])('a query that %s is asked once', async (_, asked) => {
  const { seen } = await watch(asked);
  await pass(10 * ASK_AGAIN);
  expect(seen).toEqual(['A=1']);
  expect(names()).toHaveLength(0);
});

function absolute() {
  const [from, to] = [dateTime(0), dateTime(3_600_000)];
  return { from, to, raw: { from, to } };
}

it('is asked once where Grafana has no live connection', async () => {
  config.liveEnabled = false;
  const { seen } = await watch(request({}));
  expect(seen).toEqual(['A=1']);
});

it('answers several queries together, in their order', async () => {
  nameChannel = ({ data }) => of({ data: { path: data.query?.format } });
  const { seen } = await watch(request({ format: 'stat' }, { live: false }, { format: 'table' }));
  expect(queries().map(({ data, requestId }) => [requestId, data.queries?.map(({ refId }) => refId)])).toEqual([
    ['Q1', ['B']],
  ]);
  live.status('table', 'connected', message(70));
  expect(seen).toEqual([]);
  live.status('stat', 'connected', message(80));
  live.send('table', message(71));
  expect(seen).toEqual(['A=80 B=1 C=70', 'A=80 B=1 C=71']);
});

it('asks for a late channel without cancelling what is asked meanwhile', async () => {
  answerQuery = () => NEVER;
  await watch(request({}, { live: false }));
  await pass(PATIENCE);
  expect(queries().map(({ requestId }) => requestId)).toEqual(['Q1', 'Q1-A']);
});

it('gives a second panel what the first one has, from one channel and with frames of its own', async () => {
  const datasource = testDataSource();
  const first = await watch(request({}), datasource);
  live.status('channel', 'connected', message(80));
  const second = await watch({ ...request({}), panelId: 2 }, datasource);
  expect(second.seen).toEqual(['A=80']);
  expect(live.opened).toHaveLength(1);
  expect(names()).toHaveLength(1);
  expect(second.responses[0].data[0]).not.toBe(first.responses[0].data[0]);
});

describe('a panel', () => {
  const drawn = jest.fn();
  beforeEach(() => drawn.mockReset());

  /** Draws when it is given other frames, as Grafana's visualizations do. */
  const Drawing = memo(
    ({ frames }: { frames: DataFrame[] }) => {
      drawn();
      return <p>{frames.map(({ fields }) => fields[1].values[0]).join()}</p>;
    },
    (before, after) =>
      before.frames.length === after.frames.length && before.frames.every((frame, i) => frame === after.frames[i])
  );
  Drawing.displayName = 'Drawing';

  function Panel({ datasource, asked }: { datasource: GenesysQualityDataSource; asked: DataQueryRequest }) {
    const [frames, setFrames] = useState<DataFrame[]>();
    useEffect(() => {
      const answers = datasource.query(asked).subscribe(({ data }) => setFrames(data));
      return () => answers.unsubscribe();
    }, [datasource, asked]);
    return frames ? <Drawing frames={frames} /> : null;
  }

  it.each([true, false])('draws what has changed, and nothing else (live: %p)', async (isLive) => {
    const datasource = testDataSource();
    let score = 80;
    answerQuery = () => of({ status: 200, data: { results: { A: { frames: [table(score)] } } } });
    const asked = () => request({ live: isLive });
    const { rerender } = render(<Panel datasource={datasource} asked={asked()} />);
    const refresh = () => act(async () => rerender(<Panel datasource={datasource} asked={asked()} />));
    await act(() => pass(0));
    await act(async () => live.status('channel', 'connected', message(score)));
    expect(screen.getByText('80')).toBeInTheDocument();
    expect(drawn).toHaveBeenCalledTimes(1);

    await refresh();
    await act(async () => live.send('channel', message(score)));
    await act(() => pass(10 * ASK_AGAIN));
    expect(drawn).toHaveBeenCalledTimes(1);

    score = 81;
    await act(async () => live.send('channel', message(score)));
    await refresh();
    expect(screen.getByText('81')).toBeInTheDocument();
    expect(drawn).toHaveBeenCalledTimes(2);
  });
});
