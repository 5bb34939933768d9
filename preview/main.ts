import { parseArgs } from 'node:util';
import { startPreview } from './preview';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '3000' },
      plugin: { type: 'string', default: 'dist' },
      provisioning: { type: 'string', default: 'provisioning' },
    },
  });
  if (!/^\d{1,5}$/.test(values.port)) {
    throw new Error(`--port is "${values.port}"; give a port number, or 0 for a free one.`);
  }
  const preview = await startPreview({
    port: Number(values.port),
    plugin: values.plugin,
    provisioning: values.provisioning,
  });
  process.stdout.write(`The preview listens on ${preview.url}\n`);
  const stop = () => void preview.close();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
