import { buildBackend, buildFrontend } from './building';

/** `tsx scripts/build.ts [backend]`: the plugin, or its backend alone, for this machine. */
async function main(): Promise<void> {
  await buildBackend();
  if (process.argv[2] !== 'backend') {
    await buildFrontend();
  }
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
