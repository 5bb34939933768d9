import { parseCommandLine, usage, UsageError } from './commandLine';
import { DEFAULT_OPTIONS } from './options';

test('says nothing: the defaults', () => {
  expect(parseCommandLine([], {})).toEqual(DEFAULT_OPTIONS);
});

test('reads every flag', () => {
  const args = [
    '--host=0.0.0.0',
    '--port=0',
    '--seed=7',
    '--time-zone=Europe/Berlin',
    '--agents=12',
    '--client-id=id',
    '--client-secret=secret',
    '--token-lifetime=120',
    '--requests-per-minute=5',
    '--late-batches=12.5',
    '--no-queue=1',
    '--ai-scored=2',
    '--calibrations=3',
    '--deleted-users=4.5',
    '--dialects=analytics',
    '--views=true',
    '--search-total=true',
    '--max-interval-days=7',
    '--scopes=quality,analytics:readonly',
    '--now=2026-03-02T08:15:00Z',
    '--speed=60',
  ];
  expect(parseCommandLine(args, {})).toEqual({
    host: '0.0.0.0',
    port: 0,
    seed: 7,
    timeZone: 'Europe/Berlin',
    agents: 12,
    clientId: 'id',
    clientSecret: 'secret',
    tokenLifetime: 120,
    requestsPerMinute: 5,
    lateBatches: 12.5,
    noQueue: 1,
    aiScored: 2,
    calibrations: 3,
    deletedUsers: 4.5,
    dialects: ['analytics'],
    views: true,
    searchTotal: true,
    maxIntervalDays: 7,
    scopes: ['quality', 'analytics:readonly'],
    now: Date.UTC(2026, 2, 2, 8, 15),
    speed: 60,
  });
});

test('a flag beats its environment variable, and that the default', () => {
  const environment = { SIMULATOR_PORT: '9001', SIMULATOR_TIME_ZONE: 'Asia/Tokyo', SIMULATOR_SEED: '' };
  expect(parseCommandLine(['--port', '9002'], environment)).toEqual({
    ...DEFAULT_OPTIONS,
    port: 9002,
    timeZone: 'Asia/Tokyo',
  });
});

test.each([
  { args: ['--port', 'x'], message: '--port must be a whole number from 0 to 65535, got "x"' },
  { args: ['--port', '70000'], message: '--port must be a whole number from 0 to 65535, got "70000"' },
  { args: ['--seed', '1.5'], message: '--seed must be a whole number' },
  { args: ['--agents', ''], message: '--agents must be a whole number' },
  { args: ['--time-zone', 'Mars/Olympus'], message: '--time-zone must be an IANA time zone, got "Mars/Olympus"' },
  { args: ['--now', 'noon'], message: '--now must be an ISO 8601 instant that ends in Z, got "noon"' },
  { args: ['--speed', '-1'], message: '--speed' },
  { args: ['--client-id', ''], message: '--client-id must be a text, got ""' },
  { args: ['--dialects', 'analytics,sql'], message: '--dialects must be some of qualityMetrics,analytics, got' },
  { args: ['--views', 'yes'], message: '--views must be true or false, got "yes"' },
  { args: ['--colour', 'red'], message: "Unknown option '--colour'" },
  { args: ['red'], message: 'red' },
])('refuses $args', ({ args, message }) => {
  expect(() => parseCommandLine(args, {})).toThrow(UsageError);
  expect(() => parseCommandLine(args, {})).toThrow(message);
});

test('names the environment variable that is wrong', () => {
  expect(() => parseCommandLine([], { SIMULATOR_LATE_BATCHES: '101' })).toThrow(
    'SIMULATOR_LATE_BATCHES must be a number from 0 to 100, got "101"'
  );
});

test('--help lists every flag with its variable', () => {
  expect(parseCommandLine(['--help'], {})).toBe('help');
  expect(usage()).toMatch(/--requests-per-minute +SIMULATOR_REQUESTS_PER_MINUTE +a whole number from 1 \(100\)/);
});
