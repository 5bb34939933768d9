import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { binary } from '../binary/binary';

/**
 * What starts the binary so that files of the process cannot grow past a size.
 *
 * @param folder where the script lies
 * @param kibibytes the most that a file may hold
 */
export function withSmallFiles(folder: string, kibibytes: number): Promise<string> {
  // bash counts blocks of 1024 bytes.
  return script(folder, `ulimit -f ${kibibytes}\nexec "${binary}"`);
}

/** What starts the binary so that file modes bind it, also where the tests run as root. */
export function withoutPrivileges(folder: string): Promise<string> {
  const asRoot = `exec setpriv --bounding-set=-all --inh-caps=-all "${binary}"`;
  return script(folder, `if [ "$(id -u)" = 0 ]; then ${asRoot}; fi\nexec "${binary}"`);
}

async function script(folder: string, lines: string): Promise<string> {
  const path = join(folder, 'start.sh');
  // The plugin's environment has no PATH.
  await writeFile(path, `#!/bin/bash\nPATH=/usr/sbin:/usr/bin:/sbin:/bin\n${lines}\n`);
  await chmod(path, 0o700);
  return path;
}
