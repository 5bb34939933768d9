import { parseArgs } from 'node:util';

import { parseInstant } from './instant';
import { DIALECTS, isDialect, type Dialect } from './genesys/dialect';
import { DEFAULT_OPTIONS, type SimulatorOptions } from './options';

/** A flag or environment variable that cannot be understood; the message says which and why. */
export class UsageError extends Error {}

type Read<Value> = (text: string) => Value | undefined;

interface Flag<Value> {
  read: Read<Value>;
  /** What `read` takes, as it is said to people. */
  expected: string;
}

const text: Flag<string> = { read: (value) => (value === '' ? undefined : value), expected: 'a text' };

const boolean: Flag<boolean> = {
  expected: 'true or false',
  read: (value) => ({ true: true, false: false })[value],
};

function number(min: number, max: number, kind: 'whole' | 'any'): Flag<number> {
  return {
    expected: `a ${kind === 'whole' ? 'whole ' : ''}number from ${min}${max === Infinity ? '' : ` to ${max}`}`,
    read: (value) => {
      const parsed = value.trim() === '' ? NaN : Number(value);
      return parsed >= min && parsed <= max && (kind === 'any' || Number.isInteger(parsed)) ? parsed : undefined;
    },
  };
}

type Options = Required<SimulatorOptions>;
type Flags = { [Option in keyof Options]: Flag<Options[Option]> };

const FLAGS: Flags = {
  host: text,
  port: number(0, 65535, 'whole'),
  seed: number(0, Number.MAX_SAFE_INTEGER, 'whole'),
  timeZone: { expected: 'an IANA time zone', read: (value) => (isTimeZone(value) ? value : undefined) },
  agents: number(0, 100_000, 'whole'),
  clientId: text,
  clientSecret: text,
  tokenLifetime: number(1, Infinity, 'whole'),
  requestsPerMinute: number(1, Infinity, 'whole'),
  lateBatches: number(0, 100, 'any'),
  noQueue: number(0, 100, 'any'),
  aiScored: number(0, 100, 'any'),
  calibrations: number(0, 100, 'any'),
  deletedUsers: number(0, 100, 'any'),
  dialects: { expected: `some of ${DIALECTS.join(',')}`, read: readDialects },
  views: boolean,
  maxIntervalDays: number(1, 180, 'whole'),
  searchTotal: boolean,
  scopes: { expected: 'scopes with commas between', read: (value) => value.split(',').filter((scope) => scope !== '') },
  now: { expected: 'an ISO 8601 instant that ends in Z', read: parseInstant },
  speed: number(0, Infinity, 'any'),
};

/** The flags, one a line, as `--help` prints them. */
export function usage(): string {
  const lines = optionNames().map((option) => {
    const standard = DEFAULT_OPTIONS[option];
    const note = standard === undefined ? '' : ` (${String(standard)})`;
    return `  --${flagOf(option).padEnd(20)} ${variableOf(option).padEnd(32)} ${FLAGS[option].expected}${note}`;
  });
  return ['Usage: tsx simulator/main.ts [flags]', ...lines, '  --help'].join('\n');
}

/**
 * Reads the command line; a flag beats its environment variable, and that the default.
 *
 * @returns the options, or 'help' when they are asked for.
 * @throws UsageError
 */
export function parseCommandLine(args: string[], environment: NodeJS.ProcessEnv): SimulatorOptions | 'help' {
  const flags = parseFlags(args);
  if (flags.get('help') !== undefined) {
    return 'help';
  }
  const options: SimulatorOptions = { ...DEFAULT_OPTIONS };
  for (const option of optionNames()) {
    const flag = flags.get(flagOf(option));
    const variable = environment[variableOf(option)] || undefined;
    if (flag !== undefined) {
      assign(options, option, flag, `--${flagOf(option)}`);
    } else if (variable !== undefined) {
      assign(options, option, variable, variableOf(option));
    }
  }
  return options;
}

function parseFlags(args: string[]): Map<string, string> {
  const known = Object.fromEntries(optionNames().map((option) => [flagOf(option), { type: 'string' as const }]));
  try {
    const { values } = parseArgs({ args, options: { ...known, help: { type: 'boolean' } }, strict: true });
    return new Map(Object.entries(values).map(([name, value]) => [name, String(value)]));
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function assign<Option extends keyof Options>(
  options: Partial<Options>,
  option: Option,
  value: string,
  source: string
): void {
  const flag: Flag<Options[Option]> = FLAGS[option];
  const parsed = flag.read(value);
  if (parsed === undefined) {
    throw new UsageError(`${source} must be ${flag.expected}, got ${JSON.stringify(value)}`);
  }
  options[option] = parsed;
}

function optionNames(): Array<keyof Options> {
  // Object.keys forgets that a literal of a mapped type has no other keys.
  return Object.keys(FLAGS) as Array<keyof Options>;
}

function flagOf(option: string): string {
  return option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function variableOf(option: string): string {
  return `SIMULATOR_${flagOf(option).replaceAll('-', '_').toUpperCase()}`;
}

function readDialects(value: string): Dialect[] | undefined {
  const dialects = value.split(',');
  return dialects.every(isDialect) ? dialects : undefined;
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
