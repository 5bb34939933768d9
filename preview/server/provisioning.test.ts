import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readDashboards, readDataSources } from './provisioning';

const ROOT = join(__dirname, '..', '..');
const PROVISIONING = join(ROOT, 'provisioning');
/** Where the plugin's dashboards are written; the build copies them. */
const SOURCES = join(ROOT, 'src');

describe('the provisioning of the product', () => {
  const env = {
    GENESYS_BASE_URL: 'http://127.0.0.1:8085',
    GENESYS_CLIENT_ID: 'demo',
    GENESYS_CLIENT_SECRET: 'demo-secret',
    GENESYS_TIME_ZONE: 'Europe/Dublin',
  };

  it('has one data source, filled from the environment', async () => {
    expect(await readDataSources(PROVISIONING, env)).toEqual([
      expect.objectContaining({
        uid: 'genesys-cloud-quality',
        type: 'intraday-genesysquality-datasource',
        isDefault: true,
        jsonData: {
          baseUrl: 'http://127.0.0.1:8085',
          allowInsecureHttp: true,
          clientId: 'demo',
          timeZone: 'Europe/Dublin',
          businessDayStart: '08:00',
        },
        secureJsonData: { clientSecret: 'demo-secret' },
      }),
    ]);
  });

  it('shows Grafana the dashboards of the plugin that it has loaded', async () => {
    const { providers } = parse(await readFile(join(PROVISIONING, 'dashboards', 'genesys-cloud-quality.yaml'), 'utf8'));
    const { id } = JSON.parse(await readFile(join(SOURCES, 'plugin.json'), 'utf8'));
    expect(providers[0].options.path).toBe(`$GF_PATHS_PLUGINS/${id}/dashboards`);
  });

  it('alerts on one number for each agent, so that an expression can take it', async () => {
    const { groups } = parse(await readFile(join(PROVISIONING, 'alerting', 'pass-rate-by-agent.yaml'), 'utf8'));
    const [rule] = groups[0].rules;
    const [query, condition] = rule.data;
    expect(query.model).toMatchObject({ groupBy: ['agent'], metrics: ['passRate'], format: 'stat', minimumCount: 3 });
    expect(query.model.timeRange).toBe('businessDay');
    expect([condition.refId, condition.model.expression]).toEqual([rule.condition, query.refId]);
  });
});

describe('the dashboards of the plugin', () => {
  it('are all of those that are written, in the order of plugin.json', async () => {
    const dashboards = await readDashboards(SOURCES);
    expect(dashboards.map(({ uid }) => uid)).toEqual([
      'intraday-quality',
      'genesys-quality-team',
      'genesys-quality-forms',
    ]);
    expect(await readdir(join(SOURCES, 'dashboards'))).toHaveLength(dashboards.length);
  });

  it('have panels that lie in the grid, apart from each other, and ask the chosen data source', async () => {
    for (const dashboard of await readDashboards(SOURCES)) {
      const taken = new Set<string>();
      // Just read from JSON: the assertions below say what must be in it.
      for (const { gridPos, targets = [], title } of dashboard.panels as Array<Record<string, any>>) {
        for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
          for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
            expect(x).toBeLessThan(24);
            expect([title, taken.has(`${x},${y}`)]).toEqual([title, false]);
            taken.add(`${x},${y}`);
          }
        }
        for (const target of targets) {
          expect([title, target.datasource?.uid]).toEqual([title, '${datasource}']);
        }
      }
    }
  });
});

describe('a wrong provisioning file', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'preview-provisioning-'));
    await mkdir(join(folder, 'datasources'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is named together with what is wrong in it', async () => {
    await writeFile(join(folder, 'datasources', 'a.yaml'), 'datasources: [{name: A, type: T}]');
    await expect(readDataSources(folder, {})).rejects.toThrow(/a\.yaml has no uid/);
    await writeFile(join(folder, 'datasources', 'a.yaml'), 'datasources: [');
    await expect(readDataSources(folder, {})).rejects.toThrow(/a\.yaml cannot be read/);
    await writeFile(join(folder, 'plugin.json'), '{"includes": [{"type": "dashboard", "path": "b.json"}]}');
    await expect(readDashboards(folder)).rejects.toThrow(/b\.json cannot be read/);
    await writeFile(join(folder, 'b.json'), '{"uid": "b"}');
    await expect(readDashboards(folder)).rejects.toThrow(/b\.json has no title/);
    await expect(readDashboards(join(folder, 'nowhere'))).rejects.toThrow(/nowhere.* cannot be read/);
  });
});
