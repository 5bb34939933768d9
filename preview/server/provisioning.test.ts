import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readDashboards, readDataSources } from './provisioning';

const PROVISIONING = join(__dirname, '..', '..', 'provisioning');

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

  it('has dashboards whose panels lie in the grid, apart from each other, and ask that data source', async () => {
    const dashboards = await readDashboards(PROVISIONING);
    expect(dashboards.map(({ uid }) => uid)).toContain('intraday-quality');
    for (const dashboard of dashboards) {
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

  it('alerts on one number for each agent, so that an expression can take it', async () => {
    const { groups } = parse(await readFile(join(PROVISIONING, 'alerting', 'pass-rate.yaml'), 'utf8'));
    const [rule] = groups[0].rules;
    const [query, condition] = rule.data;
    expect(query.model).toMatchObject({ groupBy: ['agent'], metrics: ['passRate'], format: 'stat', minimumCount: 3 });
    expect(query.model.timeRange).toBe('businessDay');
    expect([condition.refId, condition.model.expression]).toEqual([rule.condition, query.refId]);
  });
});

describe('a wrong provisioning file', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'preview-provisioning-'));
    await mkdir(join(folder, 'datasources'));
    await mkdir(join(folder, 'dashboards'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is named together with what is wrong in it', async () => {
    await writeFile(join(folder, 'datasources', 'a.yaml'), 'datasources: [{name: A, type: T}]');
    await expect(readDataSources(folder, {})).rejects.toThrow(/a\.yaml has no uid/);
    await writeFile(join(folder, 'datasources', 'a.yaml'), 'datasources: [');
    await expect(readDataSources(folder, {})).rejects.toThrow(/a\.yaml cannot be read/);
    await writeFile(join(folder, 'dashboards', 'b.json'), '{"uid": "b"}');
    await expect(readDashboards(folder)).rejects.toThrow(/b\.json has no title/);
    await expect(readDashboards(join(folder, 'nowhere'))).rejects.toThrow(/nowhere.* cannot be read/);
  });
});
