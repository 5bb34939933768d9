import type { FaultCase } from './faultCase';
import { httpBoundaryCases } from './httpBoundaryCases';
import { ANALYTICS } from './outage';
import { AGGREGATES, METRICS, raw, simulated } from './outages';
import { answer, json } from './rawAnswers';

const answered = (status: string) =>
  new RegExp(`^Genesys Cloud answered ${status} to \\w+ /\\S+: .*contextId [0-9a-f-]{36}`);
/** Once Genesys Cloud has asked for a pause, later requests are not even sent. */
const paused = (status: string) =>
  new RegExp(`^Genesys Cloud (answered ${status} to .*; asking again in \\d+s|asked for a pause; the next request is)`);

export const httpCases: FaultCase[] = [
  simulated(
    { kind: 'status', status: 500 },
    { name: '500', given: 'Every question is answered 500.', status: 502, says: answered('500 Internal Server Error') }
  ),
  simulated(
    { kind: 'status', status: 500 },
    {
      name: '500 (Analytics)',
      given: 'Every aggregate query is answered 500.',
      jsonData: ANALYTICS,
      status: 502,
      says: answered('500 Internal Server Error'),
    }
  ),
  raw(
    {
      [METRICS]: answer('<h1>Bad Gateway</h1>', {
        status: '502 Bad Gateway',
        headers: { 'Content-Type': 'text/html' },
      }),
    },
    {
      name: '502 from a proxy',
      given: 'A proxy on the way answers with its own page.',
      status: 502,
      says: /^Genesys Cloud answered 502 Bad Gateway to GET \S+: it is text\/html, not JSON, and may come from a proxy/,
    }
  ),
  simulated(
    { kind: 'status', status: 503 },
    { name: '503', given: 'Every question is answered 503.', status: 502, says: answered('503 Service Unavailable') }
  ),
  simulated(
    { kind: 'status', status: 503, retryAfter: 1 },
    {
      name: '503 with Retry-After',
      given: 'Every question is answered 503 with "Retry-After: 1".',
      status: 502,
      says: answered('503 Service Unavailable'),
    }
  ),
  simulated(
    { kind: 'status', status: 503, retryAfter: 1 },
    {
      name: '503 with Retry-After (Analytics)',
      given: 'Every aggregate query is answered 503 with "Retry-After: 1".',
      jsonData: ANALYTICS,
      status: 502,
      says: answered('503 Service Unavailable'),
    }
  ),
  simulated(
    { kind: 'status', status: 429, retryAfter: 2 },
    {
      name: '429 with seconds',
      given: 'Every question is answered 429 with "Retry-After: 2".',
      status: 429,
      says: paused('429 Too Many Requests'),
      recovery: 'Nothing is asked before the two seconds are over; then all numbers come.',
    }
  ),
  raw(
    {
      [METRICS]: (socket, request) => {
        const theirs = (seconds: number) => new Date(Date.now() + seconds * 1000).toUTCString();
        const headers = { Date: theirs(20), 'Retry-After': theirs(23) };
        json({ message: 'slow down' }, { status: '429 Too Many Requests', headers })(socket, request);
      },
    },
    {
      name: '429 with a date',
      given: 'Every question is answered 429 with a Retry-After date, three seconds after a Date that is 20 s ahead.',
      status: 429,
      says: /^Genesys Cloud (answered 429 Too Many Requests to .*; asking again in 3s|asked for a pause;)/,
      recovery: "The date is held against the answer's own: three seconds later all numbers come.",
    }
  ),
  simulated(
    { kind: 'status', status: 429, retryAfter: 'when the moon is full' },
    {
      name: '429 without a time',
      given: 'Every question is answered 429 with a Retry-After that nobody can read.',
      status: 429,
      says: paused('429 Too Many Requests'),
      recovery: 'After 15 seconds all numbers come.',
    }
  ),
  simulated(
    { kind: 'status', status: 429, retryAfter: 1 },
    {
      name: '429 (Analytics)',
      given: 'Every aggregate query is answered 429 with "Retry-After: 1".',
      jsonData: ANALYTICS,
      status: 429,
      says: paused('429 Too Many Requests'),
    }
  ),
  simulated(
    { kind: 'status', status: 400 },
    {
      name: '400',
      given: 'Genesys Cloud does not accept the question.',
      status: 400,
      says: answered('400 Bad Request'),
    }
  ),
  simulated(
    { kind: 'status', status: 401 },
    {
      name: '401 to every token',
      given: 'Every question is answered 401, with new tokens too.',
      status: 401,
      says: answered('401 Unauthorized'),
      served: 'The error, with status 401, after a single try with a new token.',
      // Two tokens and two questions, both again for two later looks, and the good ones.
      mostCalls: 3 * (2 + 2) + 2,
      recovery: 'A new token, and all numbers.',
    }
  ),
  simulated(
    { kind: 'status', status: 403 },
    {
      name: '403',
      given: 'The OAuth client lacks the permission.',
      status: 403,
      says: answered('403 Forbidden'),
      served: 'The error, with status 403 and the name of the permission.',
    }
  ),
  simulated(
    { kind: 'status', status: 403 },
    {
      name: '403 (Analytics)',
      given: 'The OAuth client lacks the permission for aggregates.',
      jsonData: ANALYTICS,
      status: 403,
      says: answered('403 Forbidden'),
      served: 'The error, with status 403 and the name of the permission.',
    }
  ),
  simulated(
    { kind: 'status', status: 404 },
    {
      name: '404',
      given: 'The organization has no Quality Metrics API, and the data source insists on it.',
      status: 404,
      says: answered('404 Not Found'),
    }
  ),
  raw(
    { [METRICS]: answer('', { status: '204 No Content', headers: { 'Content-Length': undefined } }) },
    {
      name: '204',
      given: 'Every question is answered 204, without a body.',
      status: 502,
      says: /cannot be used: it is 204 No Content instead of 200 OK$/,
      served: 'The error, with status 502; never zero evaluations.',
    }
  ),
  raw(
    { [AGGREGATES]: json({ results: [] }, { status: '206 Partial Content' }) },
    {
      name: '206 (Analytics)',
      given: 'An aggregate query is answered 206, with a part of the answer.',
      jsonData: ANALYTICS,
      status: 502,
      says: /cannot be used: it is 206 Partial Content instead of 200 OK$/,
      served: 'The error, with status 502; never the part.',
    }
  ),
  simulated(
    { kind: 'html' },
    {
      name: 'a page instead of numbers',
      given: 'Every question is answered 200 with a login page.',
      status: 502,
      says: /^the answer to GET \S+ cannot be used: it is text\/html, not JSON, and may come from a proxy or a login page/,
    }
  ),
  ...httpBoundaryCases,
];
