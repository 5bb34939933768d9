import { join } from 'node:path';

import { root, run } from '../../scripts/run';

/** The plugin binary that these tests run; built apart from `dist/`, so that nothing replaces it while they do. */
export const binary = join(root, '.cache', 'binary-tests', 'gpx_genesysquality');

/** Builds the binary once for a whole run, before its first test. @throws when it does not build */
export default async function buildBinary(): Promise<void> {
  const flags = ['-trimpath', '-buildvcs=false', '-ldflags=-s -w'];
  const { code, output } = await run('go', ['build', ...flags, '-o', binary, './pkg'], {
    quiet: true,
    env: { CGO_ENABLED: '0' },
  });
  if (code !== 0) {
    throw new Error(`The plugin does not build:\n${output}`);
  }
}
