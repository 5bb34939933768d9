import { createServer } from 'node:net';

import type { Fault } from '../../simulator/faults/fault';
import type { FaultCase } from './faultCase';
import { ANALYTICS, outage, SCORES, WORKDAY } from './outage';
import { AGGREGATES, CALLS, METRICS, raw, simulated } from './outages';
import { answerBytes, json, metricsRows } from './rawAnswers';
import type { Reaction } from './rawUpstream';
import { transportDelayCases } from './transportDelayCases';
import { listening } from './wire';

const BROKE_OFF = /^Genesys Cloud's answer to (GET|POST) \S+ broke off before its end$/;
const CLOSED = /^cannot reach 127\.0\.0\.1:\d+: (the connection was (closed without an answer|reset))$/;

/** net/http sends a read once more when it dies on a connection that had served before: each failed question may be two. */
const REPLAYED = CALLS + 3;

const whole = () => answerBytes(JSON.stringify(metricsRows()));

/** The bytes as they are, and then the end of the connection. */
const lastWords =
  (bytes: () => Buffer | string): Reaction =>
  (socket) =>
    void socket.end(bytes());

/** Broken off with Content-Length announced, within chunks, or as a whole answer with half of the JSON. */
function truncated(name: string, given: string, cut: Fault['cut'], jsonData = {}): FaultCase {
  return simulated(
    { kind: 'truncated', cut },
    {
      name,
      given,
      jsonData,
      status: 502,
      says: BROKE_OFF,
      served: 'The error, with status 502; never the rows that have arrived.',
    }
  );
}

const refused = outage({
  name: 'connection refused',
  given: 'Nobody listens at the address.',
  upstream: (scene) => scene.simulated(),
  panel: WORKDAY,
  strike: ({ wire }) => wire.cut(),
  lift: ({ wire }) => wire.mend(),
  status: 502,
  says: /^cannot reach 127\.0\.0\.1:\d+: connection refused$/,
  // Nothing arrives while it is broken: a token and the question.
  mostCalls: 2,
  recovery: 'As soon as somebody listens, the next look after the back-off has all numbers.',
});

/** Something that speaks no TLS stands where TLS is expected. */
const noTls: FaultCase = {
  name: 'no TLS where TLS is due',
  given: 'The address is https, and what listens there speaks plain HTTP.',
  served: 'The error, with status 502, which says so; no secret is sent.',
  mostCalls: 2,
  recovery: 'With the address mended, all numbers.',
  run: async (scene) => {
    const upstream = await scene.raw();
    const said: Buffer[] = [];
    const plain = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.on('data', (bytes) => {
        said.push(bytes);
        socket.end(answerBytes('', { status: '400 Bad Request' }));
      });
    });
    const port = await listening(plain, 0);
    scene.add(plain, () => new Promise((resolve) => plain.close(resolve)));
    const grafana = await scene.grafana(upstream, { jsonData: { baseUrl: `https://127.0.0.1:${port}` } });
    const { error, status } = await grafana.panel(SCORES);
    expect({ error, status }).toEqual({
      status: 502,
      error: expect.stringMatching(
        /^cannot reach 127\.0\.0\.1:\d+: .*(does not speak TLS|HTTP response to HTTPS client)/
      ),
    });
    expect(said.length).toBeGreaterThan(0);
    // A TLS client says hello, and nothing after that.
    said.forEach((bytes) => expect(bytes[0]).toBe(0x16));
    grafana.save({ baseUrl: upstream.url });
    await upstream.expectTruth(SCORES, await grafana.panel(SCORES));
  },
};

export const transportCases: FaultCase[] = [
  refused,
  simulated(
    { kind: 'reset' },
    {
      name: 'closed without an answer',
      given: 'The connection is closed when the question has arrived.',
      status: 502,
      says: CLOSED,
      mostCalls: REPLAYED,
    }
  ),
  simulated(
    { kind: 'reset' },
    {
      name: 'closed without an answer (Analytics)',
      given: 'The connection is closed when the aggregate query has arrived.',
      jsonData: ANALYTICS,
      status: 502,
      says: CLOSED,
      mostCalls: REPLAYED + 1,
    }
  ),
  raw(
    { [METRICS]: (socket) => void socket.resetAndDestroy() },
    {
      name: 'reset',
      given: 'The connection is reset when the question has arrived.',
      status: 502,
      says: CLOSED,
      mostCalls: REPLAYED,
    }
  ),
  truncated('a body cut short', 'The body ends halfway through what Content-Length announced.', 'contentLength'),
  truncated('chunks cut short', 'A chunked body ends without its last chunk.', 'chunked'),
  truncated('half of the JSON', 'A whole HTTP answer holds half of the JSON.', 'json'),
  truncated(
    'a body cut short (Analytics)',
    'The aggregates end halfway through what Content-Length announced.',
    'contentLength',
    ANALYTICS
  ),
  raw(
    { [METRICS]: json(() => metricsRows(), { headers: { 'Content-Length': '200' } }) },
    {
      name: 'a Content-Length that is too small',
      given: 'Content-Length announces 200 bytes of a longer body.',
      status: 502,
      says: BROKE_OFF,
      served: 'The error, with status 502; the bytes that follow are taken for no other answer.',
    }
  ),
  raw(
    { [METRICS]: lastWords(() => '220 mail.example.com ESMTP ready\r\n') },
    {
      name: 'another protocol',
      given: 'What answers is no HTTP server.',
      status: 502,
      says: /^cannot reach 127\.0\.0\.1:\d+: /,
      mostCalls: REPLAYED,
    }
  ),
  raw(
    { [AGGREGATES]: lastWords(() => whole().subarray(0, 30)) },
    {
      name: 'half a header (Analytics)',
      given: 'The connection ends in the middle of the headers.',
      jsonData: ANALYTICS,
      status: 502,
      says: /^cannot reach 127\.0\.0\.1:\d+: /,
      mostCalls: REPLAYED + 1,
    }
  ),
  raw(
    {
      [METRICS]: (socket) => {
        socket.write('HTTP/1.1 200 OK\r\n');
        const more = () => {
          while (socket.writable && socket.write(`X-Padding: ${'x'.repeat(8000)}\r\n`)) {
            // As much as the socket takes.
          }
        };
        socket.on('drain', more);
        more();
      },
    },
    {
      name: 'headers without end',
      given: 'The headers go on and on.',
      status: 502,
      says: /^cannot reach 127\.0\.0\.1:\d+: /,
      served: 'The error, with status 502, after 10 MiB of headers.',
    }
  ),
  noTls,
  ...transportDelayCases,
];
