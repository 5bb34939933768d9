import { chmod, mkdir, readdir, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { binary } from '../binary/binary';
import type { Panel } from '../binary/replica';
import type { FaultCase } from './faultCase';
import type { Grafana } from './grafana';
import { withoutPrivileges, withSmallFiles } from './launchers';
import { WORKDAY } from './outage';
import type { Scene } from './scene';
import type { SimulatedUpstream } from './upstream';

/** The same day, up to an hour before: another question. */
const SHORTER: Panel = { ...WORKDAY, to: WORKDAY.to.replace('T17', 'T16') };

async function expectAll(upstream: SimulatedUpstream, grafana: Grafana, panels: Panel[]): Promise<void> {
  for (const panel of panels) {
    await upstream.expectTruth(panel, await grafana.panel(panel));
  }
}

/** The file goes away under a running process. */
function taken(name: string, given: string, take: (path: string) => Promise<unknown>, comesBack: boolean): FaultCase {
  return {
    name,
    given,
    served: 'All numbers: what was known from memory, what is new asked once.',
    // The question after the fault; after the restart a token, and what was not kept.
    mostCalls: comesBack ? 3 : 4,
    recovery: comesBack
      ? 'A new file is begun with the next snapshot, which a restart finds.'
      : 'A restart makes the folder anew, and asks again for what it held.',
    run: async (scene) => {
      const upstream = await scene.simulated();
      const storePath = join(await scene.folder(), 'store', 'snapshots.db');
      const grafana = await scene.grafana(upstream, { storePath });
      await expectAll(upstream, grafana, [WORKDAY]);
      await scene.count();
      await take(storePath);
      await expectAll(upstream, grafana, [WORKDAY, SHORTER]);
      expect(await scene.calls()).toBe(1);
      expect((await grafana.measured('store_failures_total')) === 0).toBe(comesBack);
      await grafana.close();
      const second = await scene.grafana(upstream, { storePath });
      await expectAll(upstream, second, comesBack ? [SHORTER, WORKDAY] : [SHORTER]);
    },
  };
}

/** A place where no file can be: memory alone keeps what was asked, and the health check says so. */
interface NoPlace {
  name: string;
  given: string;
  says: RegExp;
  prepare: (scene: Scene, folder: string) => Promise<{ storePath: string; launcher?: string }>;
  /** Mends the place, where it can be mended. */
  mend: (storePath: string) => Promise<unknown>;
  mended?: string;
}

function noPlace({ name, given, says, prepare, mend, mended }: NoPlace): FaultCase {
  return {
    name,
    given,
    served: 'All numbers, kept in memory; the health check warns and says why.',
    // A token and the question; after the mending a token and the question once more, since memory forgets.
    mostCalls: 4,
    recovery: mended ?? 'When the place is good, a restart keeps its snapshots there.',
    run: async (scene) => {
      const upstream = await scene.simulated();
      const place = await prepare(scene, await scene.folder());
      const first = await scene.grafana(upstream, place);
      await expectAll(upstream, first, [WORKDAY, WORKDAY]);
      expect(await scene.calls()).toBe(2);
      await scene.uncounted(async () => expect((await first.health()).message).toMatch(says));
      await first.close();
      await mend(place.storePath);
      const second = await scene.grafana(upstream, place);
      await expectAll(upstream, second, [WORKDAY]);
      await second.close();
      const third = await scene.grafana(upstream, place);
      await expectAll(upstream, third, [WORKDAY]);
    },
  };
}

/** There is no room for another snapshot. */
const fullDisk: FaultCase = {
  name: 'a full disk',
  given: 'The file cannot grow any more.',
  served: 'All numbers, from memory; the metric store_failures_total counts what was not kept.',
  // Token and questions; with room again a token, and once more what was not kept.
  mostCalls: 1 + 12 + 1 + 12,
  recovery: 'With room again a restart asks for what was not kept, and keeps it.',
  run: async (scene) => {
    const upstream = await scene.simulated();
    const folder = await scene.folder();
    const storePath = join(folder, 'store', 'snapshots.db');
    const launcher = await withSmallFiles(folder, 100);
    const panels = Array.from({ length: 12 }, (_, hours) => ({
      ...WORKDAY,
      from: new Date(Date.parse(WORKDAY.from) - hours * 3_600_000).toISOString(),
    }));
    const full = await scene.grafana(upstream, { storePath, launcher });
    await expectAll(upstream, full, [...panels, ...panels]);
    expect(await scene.calls()).toBe(1 + panels.length);
    expect(await full.measured('store_failures_total')).toBeGreaterThan(0);
    await full.close();
    const roomy = await scene.grafana(upstream, { storePath });
    await expectAll(upstream, roomy, panels);
    expect(await roomy.measured('store_failures_total')).toBe(0);
    await roomy.close();
    const before = await scene.calls();
    const last = await scene.grafana(upstream, { storePath });
    await expectAll(upstream, last, panels);
    expect(await scene.calls()).toBe(before);
  },
};

/** A file beside the binary would break the plugin's signature. */
const ownFolder: FaultCase = {
  name: "the plugin's own folder",
  given: "`storePath` lies in the plugin's own folder.",
  served: 'All numbers, kept in memory; nothing is written there, and the health check says why.',
  mostCalls: 2,
  recovery: 'With another path the snapshots are kept on disk.',
  run: async (scene) => {
    const upstream = await scene.simulated();
    const before = await readdir(dirname(binary));
    const grafana = await scene.grafana(upstream, { storePath: join(dirname(binary), 'store', 'snapshots.db') });
    await expectAll(upstream, grafana, [WORKDAY]);
    await scene.uncounted(async () =>
      expect((await grafana.health()).message).toMatch(/only in memory \(warning: .*breaks the plugin's signature/)
    );
    expect(await readdir(dirname(binary))).toEqual(before);
    const storePath = join(await scene.folder(), 'snapshots.db');
    grafana.save({ storePath });
    await scene.uncounted(async () => expect((await grafana.health()).message).toContain(`kept in ${storePath}`));
  },
};

export const storePlaceCases: FaultCase[] = [
  taken('a deleted file', 'The file is deleted while the process runs.', (path) => rm(path), true),
  taken(
    'a deleted folder',
    'The folder is deleted while the process runs, with everything in it.',
    (path) => rm(dirname(path), { recursive: true }),
    false
  ),
  noPlace({
    name: 'a folder that is read only',
    given: 'The process may read the folder and not write to it.',
    says: /only in memory \(warning: .*permission denied/,
    prepare: async (_, folder) => {
      const launcher = await withoutPrivileges(folder);
      await mkdir(join(folder, 'store'), { mode: 0o500 });
      return { storePath: join(folder, 'store', 'snapshots.db'), launcher };
    },
    mend: (storePath) => chmod(dirname(storePath), 0o700),
  }),
  noPlace({
    name: 'a link that leads nowhere',
    given: 'The path is a symbolic link to a file that does not exist.',
    says: /only in memory \(warning: .*symbolic link that leads nowhere/,
    prepare: async (_, folder) => {
      await symlink(join(folder, 'nowhere', 'snapshots.db'), join(folder, 'snapshots.db'));
      return { storePath: join(folder, 'snapshots.db') };
    },
    mend: (storePath) => rm(storePath),
  }),
  fullDisk,
  ownFolder,
];
