import { parseCommandLine, usage, UsageError } from './commandLine';
import type { SimulatorOptions } from './options';
import { startSimulator } from './simulator';

const EXIT_FAILURE = 1;
const EXIT_USAGE = 2;

async function run(options: SimulatorOptions): Promise<void> {
  const simulator = await startSimulator(options);
  process.stdout.write(`Genesys Cloud simulator listening on ${simulator.url}\n`);
  const stop = (): void => {
    simulator.close().catch(fail);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

function fail(error: unknown): void {
  process.stderr.write(`simulator: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof UsageError ? EXIT_USAGE : EXIT_FAILURE;
}

try {
  const options = parseCommandLine(process.argv.slice(2), process.env);
  if (options === 'help') {
    process.stdout.write(`${usage()}\n`);
  } else {
    run(options).catch(fail);
  }
} catch (error) {
  fail(error);
}
