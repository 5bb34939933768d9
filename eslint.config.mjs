import { defineConfig } from 'eslint/config';
import baseConfig from './.config/eslint.config.mjs';

export default defineConfig([
  { ignores: ['dist/', 'node_modules/', '.cache/', '.config/', 'test-results/', 'playwright-report/', 'coverage/'] },
  // Without a file pattern of its own the scaffold's configuration lints src/ alone.
  { files: ['**/*.ts', '**/*.tsx', '**/*.mjs'] },
  ...baseConfig,
  // The preview's page is compiled with React's automatic runtime, under which an import of React is unused.
  { files: ['preview/**/*.tsx'], rules: { 'react/react-in-jsx-scope': 'off' } },
  // Scripts talk to people on the console.
  { files: ['scripts/**/*.ts'], rules: { 'no-console': 'off' } },
]);
