// Expected values in tests are written in UTC, whatever zone the machine is in.
process.env.TZ = 'UTC';

const scaffold = require('./.config/jest.config');

// Some of Grafana's dependencies are ES modules by the name .mjs, which the scaffold's transform does not match.
const [[, transformer]] = Object.entries(scaffold.transform);
const transform = { '^.+\\.m?[tj]sx?$': transformer };

/** Everything that runs in Node rather than in Grafana's page: real HTTP, the real plugin binary. */
const node = {
  displayName: 'node',
  testEnvironment: 'node',
  roots: ['<rootDir>/simulator', '<rootDir>/preview', '<rootDir>/scripts'],
  testMatch: ['**/*.test.ts'],
  transform: scaffold.transform,
  transformIgnorePatterns: scaffold.transformIgnorePatterns,
};

/** The real plugin binary against the simulator, and against a real Redis where there is one. */
const binary = {
  ...node,
  displayName: 'binary',
  roots: ['<rootDir>/tests/binary'],
  globalSetup: '<rootDir>/tests/binary/binary.ts',
};

/** The fault cases: the same binary, everything around it broken in turn. */
const faults = {
  ...binary,
  displayName: 'faults',
  roots: ['<rootDir>/tests/faults'],
  globalSetup: '<rootDir>/tests/faults/prepareRun.ts',
  globalTeardown: '<rootDir>/tests/faults/writeDocument.ts',
};

// A busy machine is no reason to fail: tests end by what happens, not by the clock.
module.exports = {
  testTimeout: 120_000,
  // Fault cases mostly wait; how many of them run at once is their own affair.
  maxConcurrency: 30,
  projects: [{ displayName: 'src', ...scaffold, transform }, node, binary, faults],
};
