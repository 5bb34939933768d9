import { defineConfig } from 'eslint/config';
import baseConfig from './.config/eslint.config.mjs';

export default defineConfig([
  { ignores: ['dist/', 'node_modules/', '.cache/', '.config/', 'test-results/', 'playwright-report/', 'coverage/'] },
  // Without a file pattern of its own the scaffold's configuration lints src/ alone.
  { files: ['**/*.ts', '**/*.tsx', '**/*.mjs'] },
  ...baseConfig,
]);
