import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';

import { linkedModules, unnamed } from './linkedModules';
import { writeNotices } from './notices';
import { root, run } from './run';
import { PLATFORMS, type Part } from './shipped';

const DIST = join(root, 'dist');
const RELEASE = join(root, 'release');
/** The checksums that stand beside the archive; Grafana's catalogue asks for SHA-1 or MD5. */
const CHECKSUMS = ['sha1', 'sha256'];

/**
 * `npm run package`: the archive that Grafana's catalogue takes, with the backend for all platforms and the notices of
 * what is in it, and its checksums, in `release/`.
 */
async function main(): Promise<void> {
  await rm(DIST, { recursive: true, force: true });
  await build('npm', ['run', '--silent', 'build:frontend']);
  await build('go', ['run', 'github.com/magefile/mage', 'buildAll']);
  await requireNotices(await writeNotices());

  const { id, info } = JSON.parse(await readFile(join(DIST, 'plugin.json'), 'utf8')) as {
    id: string;
    info: { version: string };
  };
  await rm(RELEASE, { recursive: true, force: true });
  await mkdir(RELEASE);
  const name = `${id}-${info.version}.zip`;
  await pack(join(RELEASE, name), id);
  const archive = await readFile(join(RELEASE, name));
  for (const checksum of CHECKSUMS) {
    const digest = createHash(checksum).update(archive).digest('hex');
    await writeFile(join(RELEASE, `${name}.${checksum}`), `${digest}  ${name}\n`);
  }
  console.log(
    `release/${name}: ${(archive.length / 1024 / 1024).toFixed(1)} MB, with ${CHECKSUMS.join(' and ')} beside it.`
  );
}

/** The binaries themselves say what is linked into them: the notices must name all of it. */
async function requireNotices(parts: Part[]): Promise<void> {
  const binaries = (await readdir(DIST)).filter((file) => file.startsWith('gpx_')).sort();
  if (binaries.length !== PLATFORMS.length) {
    throw new Error(`${binaries.length} backends were built for ${PLATFORMS.length} platforms: ${binaries.join(', ')}`);
  }
  for (const binary of binaries) {
    const missing = unnamed(await linkedModules(join(DIST, binary)), parts);
    if (missing.length > 0) {
      throw new Error(`The notices leave out what is linked into ${binary}: ${missing.join(', ')}`);
    }
  }
}

/** Everything in `dist`, under a folder of the plugin's id; the backend can be executed where it is unpacked. */
async function pack(path: string, folder: string): Promise<void> {
  const zip = new ZipFile();
  const files = await readdir(DIST, { recursive: true, withFileTypes: true });
  const paths = files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name));
  for (const file of paths.sort()) {
    const isBackend = relative(DIST, file).startsWith('gpx_');
    if (isBackend) {
      await chmod(file, 0o755);
    }
    zip.addFile(file, `${folder}/${relative(DIST, file)}`, { mode: isBackend ? 0o100755 : 0o100644 });
  }
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
}

async function build(command: string, args: string[]): Promise<void> {
  const { code, output } = await run(command, args, { quiet: true });
  if (code !== 0) {
    throw new Error(`${command} ${args.join(' ')} failed:\n${output}`);
  }
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
