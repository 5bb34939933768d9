import { readFileSync, readdirSync } from 'fs';
import { join } from 'path';

import { queryWithDefaults, settingsWithDefaults } from './defaults';
import { type GenesysQualityOptions, type GenesysQualityQuery, type GenesysQualitySecureOptions } from './types';
import { limitProblem, minimumCountProblem, queryProblems } from './validation/query';
import { settingsProblems } from './validation/settings';

/** See testdata/contract/README.md. */
interface Fixture<Input> {
  name: string;
  input: Input;
  secure?: Array<keyof GenesysQualitySecureOptions>;
  valid: boolean;
  expected?: object;
  error?: string;
}

function fixtures<Input>(kind: 'settings' | 'query'): Array<Fixture<Input>> {
  const folder = join(__dirname, '..', 'testdata', 'contract', kind);
  return readdirSync(folder).map((file) => {
    const fixture: Fixture<Input> = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    expect(`${fixture.name}.json`).toBe(file);
    return fixture;
  });
}

function problemsOf({ input, secure = [] }: Fixture<GenesysQualityOptions>): string[] {
  const secrets = Object.fromEntries(secure.map((secret) => [secret, true]));
  return Object.values(settingsProblems(input, secrets)).filter((problem) => problem !== undefined);
}

describe('settings', () => {
  const all = fixtures<GenesysQualityOptions>('settings');

  it.each(all.filter(({ valid }) => valid))('$name is accepted, with its defaults', (fixture) => {
    expect(settingsWithDefaults(fixture.input)).toEqual(fixture.expected);
    expect(problemsOf(fixture)).toEqual([]);
  });

  it.each(all.filter(({ valid }) => !valid))('$name is refused with one clear sentence', (fixture) => {
    expect(problemsOf(fixture)).toEqual([expect.stringContaining(fixture.error ?? 'an error in the fixture')]);
  });
});

describe('queries', () => {
  const all = fixtures<GenesysQualityQuery>('query');

  it.each(all.filter(({ valid }) => valid))('$name is accepted, with its defaults', ({ input, expected }) => {
    const query = queryWithDefaults(input);
    expect(query).toEqual(expected);
    expect(queryProblems(query, undefined).metrics).toBeUndefined();
    expect(minimumCountProblem(query.minimumCount)).toBeUndefined();
    expect(limitProblem(query.limit)).toBeUndefined();
  });

  // What the editor lets people type. It offers everything else as a choice, and the backend refuses the rest.
  const typed = ['no-metrics', 'minimum-negative', 'minimum-fractional', 'minimum-as-text', 'limit-zero'];

  it.each([...typed, 'minimum-too-large'])('%s is refused by the editor', (name) => {
    const fixture = all.find((candidate) => candidate.name === name);
    const query = queryWithDefaults(fixture?.input ?? {});
    expect(fixture?.valid).toBe(false);
    const { metrics } = queryProblems(query, undefined);
    expect(metrics ?? minimumCountProblem(query.minimumCount) ?? limitProblem(query.limit)).toMatch(
      /at least one metric|whole number/
    );
  });
});
