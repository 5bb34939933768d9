import { existsSync, readFileSync } from 'node:fs';

import { clockCases } from './clockCases';
import { casesIn, DOCUMENT, type Wording } from './document';
import { GROUP_SIZES, type FaultCase } from './faultCase';
import { httpCases } from './httpCases';
import { lifecycleCases } from './lifecycleCases';
import { payloadCases } from './payloadCases';
import { redisCases } from './redisCases';
import { storeCases } from './storeCases';
import { tokenCases } from './tokenCases';
import { transportCases } from './transportCases';

/** The suite, in the order of the document. */
const SUITE: FaultCase[] = [
  ...httpCases,
  ...transportCases,
  ...payloadCases,
  ...tokenCases,
  ...storeCases,
  ...redisCases,
  ...clockCases,
  ...lifecycleCases,
];

test('the suite has 128 cases', () => {
  expect(SUITE).toHaveLength(128);
  expect(Object.values(GROUP_SIZES).reduce((sum, size) => sum + size, 0)).toBe(128);
});

// A run that writes the document finds the old one.
(process.env.WRITE === '1' ? test.skip : test)('docs/faults.md is about these cases and no others', () => {
  const written = existsSync(DOCUMENT) ? casesIn(readFileSync(DOCUMENT, 'utf8')) : [];
  const expected = SUITE.map(({ name, given, served, mostCalls, recovery }): Wording => ({
    name,
    given,
    served,
    mostCalls,
    recovery,
  }));
  expect(written).toEqual(expected);
});
