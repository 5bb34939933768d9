// Expected values in tests are written in UTC, whatever zone the machine is in.
process.env.TZ = 'UTC';

const scaffold = require('./.config/jest.config');
const { grafanaESModules, nodeModulesToTransform } = require('./.config/jest/utils');

// Some of Grafana's dependencies are ES modules by the name .mjs, which the scaffold's transform does not match.
const [[, transformer]] = Object.entries(scaffold.transform);
const transform = { '^.+\\.m?[tj]sx?$': transformer };
const transformIgnorePatterns = [nodeModulesToTransform([...grafanaESModules, '@marcbachmann/cel-js'])];

/** Everything that runs in Node rather than in Grafana's page: real HTTP, the real plugin binary. */
const node = {
  displayName: 'node',
  testEnvironment: 'node',
  roots: ['<rootDir>/simulator', '<rootDir>/preview', '<rootDir>/scripts'],
  testMatch: ['**/*.test.ts'],
  transform: scaffold.transform,
  transformIgnorePatterns: scaffold.transformIgnorePatterns,
};

module.exports = { projects: [{ displayName: 'src', ...scaffold, transform, transformIgnorePatterns }, node] };
