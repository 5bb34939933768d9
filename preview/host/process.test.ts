import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnPlugin } from './process';

/** Keeps a script alive until it is killed. */
const STAY = 'setInterval(() => {}, 1000);';

describe('spawnPlugin', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'preview-process-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** A stand-in for a plugin binary; it finds no PATH, so its interpreter is named in full. */
  async function binary(name: string, script: string): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, `#!${process.execPath}\n${script}\n`);
    await chmod(path, 0o755);
    return path;
  }

  it('reads the address and ends the process by its pid', async () => {
    const path = await binary('good', `console.log('1|2|unix|/tmp/x|grpc|'); ${STAY}`);
    const child = await spawnPlugin({ binary: path });
    expect(child.address).toBe('unix:/tmp/x');
    child.kill();
    expect(await child.ended).toBe('was ended by SIGKILL');
  });

  it('gives the plugin its cookie, its settings and nothing of our environment', async () => {
    const script = `console.error(JSON.stringify(process.env)); console.log('1|2|unix|/tmp/x|grpc|'); ${STAY}`;
    const path = await binary('environment', script);
    const logged = new Promise<string>((onLog) => {
      void spawnPlugin({ binary: path, pluginSettings: { store_dir: '/var/lib/store' }, onLog }).then(({ kill }) =>
        kill()
      );
    });
    expect(JSON.parse(await logged)).toEqual({
      grafana_plugin_type: 'datasource',
      PLUGIN_PROTOCOL_VERSIONS: '2',
      GF_VERSION: '12.3.0',
      GF_EDITION: 'Open Source',
      GF_PLUGIN_STORE_DIR: '/var/lib/store',
    });
  });

  it('says how to build a binary that is missing', async () => {
    await expect(spawnPlugin({ binary: join(folder, 'none') })).rejects.toThrow('npm run build:backend');
  });

  it('says how a plugin ended that never got as far as its handshake', async () => {
    const path = await binary('failing', 'process.exit(3)');
    await expect(spawnPlugin({ binary: path })).rejects.toThrow('ended with code 3');
  });
});
