import { rmSync } from 'node:fs';

import buildBinary from '../binary/binary';
import { OUTCOMES } from './outcomes';

/** Before a run: forgets the outcomes of the last one, and builds the binary. @throws when it does not build */
export default async function prepareRun(): Promise<void> {
  rmSync(OUTCOMES, { recursive: true, force: true });
  await buildBinary();
}
