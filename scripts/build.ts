import { buildBackend, buildFrontend } from './building';
import { writeNotices } from './notices';

/** `tsx scripts/build.ts [backend]`: the plugin with its notices, or its backend alone, for this machine. */
async function main(): Promise<void> {
  await buildBackend();
  if (process.argv[2] !== 'backend') {
    await buildFrontend();
    await writeNotices();
  }
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
