import { readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import type { FaultCase } from './faultCase';
import { expectRecovery, WORKDAY } from './outage';
import { PAGE, takeLogIn, turnBits } from './storeFile';
import { storePlaceCases } from './storePlaceCases';

/** A file that was damaged between two processes. */
interface Damage {
  name: string;
  given: string;
  /** How the first process ends; one that is killed leaves its write-ahead log behind. */
  killed?: boolean;
  damage: (path: string) => Promise<unknown>;
  /** Whether the second process may find the snapshot undamaged, and so ask nothing. */
  kept?: boolean;
  /** What else must be so when it has found the damage. */
  found?: (path: string, damaged: number) => Promise<void> | void;
}

/** A restart on a damaged file: what is damaged is asked again, and the next restart finds it good. */
function damagedCase({ name, given, killed = false, damage, kept = false, found }: Damage): FaultCase {
  return {
    name,
    given,
    served: kept ? 'All numbers, kept or asked again.' : 'All numbers, asked again; never what the file holds.',
    // A token and the question, once.
    mostCalls: 2,
    recovery: 'The store is good again: the next restart asks nothing.',
    run: async (scene) => {
      const upstream = await scene.simulated();
      const storePath = join(await scene.folder(), 'snapshots.db');
      const first = await scene.grafana(upstream, { storePath });
      await upstream.expectTruth(WORKDAY, await first.panel(WORKDAY));
      await (killed ? first.end('SIGKILL') : first.close().then(() => takeLogIn(storePath)));
      await scene.count();
      await damage(storePath);

      const second = await scene.grafana(upstream, { storePath });
      await expectRecovery(upstream, second, WORKDAY);
      await found?.(storePath, await second.measured('store_damaged_total'));
      await second.close();
      const asked = await scene.calls();
      if (!kept) {
        expect(asked).toBe(2);
      }

      const third = await scene.grafana(upstream, { storePath });
      await upstream.expectTruth(WORKDAY, await third.panel(WORKDAY));
      expect(await scene.calls()).toBe(asked);
    },
  };
}

const setAside = async (path: string, damaged: number): Promise<void> => {
  expect((await stat(`${path}.damaged`)).isFile()).toBe(true);
  expect(damaged).toBeGreaterThan(0);
};

const DAMAGES: Damage[] = [
  {
    name: 'garbage',
    given: 'The file holds 64 KiB of something else.',
    damage: (path) => writeFile(path, Buffer.alloc(16 * PAGE, 'no database ')),
    found: setAside,
  },
  {
    name: 'half of the file',
    given: 'The second half of the file is gone.',
    damage: async (path) => truncate(path, (await stat(path)).size / 2),
    kept: true,
  },
  {
    name: 'a page that is left',
    given: 'All of the file but its first page is gone.',
    damage: (path) => truncate(path, PAGE),
    found: setAside,
  },
  { name: 'an empty file', given: 'The file has no bytes left.', damage: (path) => truncate(path, 0) },
  {
    name: 'a byte in a hundred',
    given: 'Behind the first page every hundredth byte is another one.',
    damage: (path) =>
      turnBits(path, ({ length }) =>
        Array.from({ length: Math.floor((length - PAGE) / 100) }, (_, index) => PAGE + index * 100)
      ),
    found: (_, damaged) => void expect(damaged).toBeGreaterThan(0),
  },
  {
    name: 'a changed number',
    given: 'In the numbers of the snapshot one byte is another one; to SQLite the file is intact.',
    damage: (path) => turnBits(path, (bytes) => [bytes.indexOf('T17:00:00Z') + 500]),
    found: (_, damaged) => void expect(damaged).toBe(1),
  },
  {
    name: 'half of the write-ahead log',
    given: 'The process was killed, and the second half of what it had not yet put into the file is gone.',
    killed: true,
    damage: async (path) => truncate(`${path}-wal`, (await stat(`${path}-wal`)).size / 2),
    kept: true,
  },
  {
    name: 'no write-ahead log',
    given: 'The process was killed, and what it had not yet put into the file is gone.',
    killed: true,
    damage: (path) => rm(`${path}-wal`),
  },
];

/** Databases that are none of ours to touch, made by SQLite, packed. */
const SONGS =
  'H4sIAAAAAAACAwsO9MksSVVIyy/KTSxRMGZgYmBkZHBQUGBgYGAGYiYGBGAEYhY0PjsDfsDMoJfMyAtSzHiKAYhGAc2ACSObuLg4o2dJYlJOanF+XnoxmGByDnJ1DHFVCHF08nFVAAtplGSW5KQqhLhGhGhC4uYjAxCNgpEAeBmZlJ1ySlMVfPPzUhIrAVZRN+4ABAAA';
const LATER_VERSION =
  'H4sIAAAAAAACAwsO9MksSVVIyy/KTSxRMGZgYmBiYnBQUGBgYOAAYhYGBGBG4zMCcTKI4e4cGMyAHXAw6CUz8oI0M1ozMG5nLAZSwwWYMbOJi4sz+pYkJuWk5iXmphaDCRbnIFfHEFeFEEcnH1cFsJBGYk5OfF5quUKIa0SIphMTm7i8PGMoWB9QT0FxRn5JMZzBjKIfLoxqhjsjm7i0NGM62Iyy1KLizPw8KMWEoh8qqJFXmpuUWqTg6Rfi6u4apODnH6LgF+rjowmKG0bG3wxANApGFmBmZGJMBsU/MNOPghEKIPn/FQPjK8ano6ExfAErgwgjk2F+mkKiQk5iCbAmgFYMAPHsYu0ACAAA';

/** A file at the store's path that must stay as it is: snapshots live in memory meanwhile. */
function foreign(name: string, given: string, packed: string, mode: number, says: RegExp): FaultCase {
  return {
    name,
    given,
    served: 'All numbers, kept in memory; the health check says why, and the file stays as it is.',
    // A token and the question; the recovery asks once more, since a restart forgets.
    mostCalls: 4,
    recovery: 'With another path the snapshots survive a restart again.',
    run: async (scene) => {
      const upstream = await scene.simulated();
      const folder = await scene.folder();
      const [storePath, bytes] = [join(folder, 'snapshots.db'), gunzipSync(Buffer.from(packed, 'base64'))];
      await writeFile(storePath, bytes, { mode });
      const grafana = await scene.grafana(upstream, { storePath });
      await upstream.expectTruth(WORKDAY, await grafana.panel(WORKDAY));
      await upstream.expectTruth(WORKDAY, await grafana.panel(WORKDAY));
      expect(await scene.calls()).toBe(2);
      await scene.uncounted(async () => expect((await grafana.health()).message).toMatch(says));
      await grafana.close();
      expect((await readFile(storePath)).equals(bytes)).toBe(true);
      expect((await stat(storePath)).mode & 0o777).toBe(mode);

      const elsewhere = { storePath: join(folder, 'elsewhere.db') };
      const second = await scene.grafana(upstream, elsewhere);
      await upstream.expectTruth(WORKDAY, await second.panel(WORKDAY));
      await second.close();
      const third = await scene.grafana(upstream, elsewhere);
      await upstream.expectTruth(WORKDAY, await third.panel(WORKDAY));
    },
  };
}

export const storeCases: FaultCase[] = [
  ...DAMAGES.map(damagedCase),
  foreign(
    "another program's database",
    'At the path lies a database with tables of somebody else.',
    SONGS,
    0o640,
    /only in memory \(warning: .*another program's database; choose another path/
  ),
  foreign(
    'the database of a later version',
    'At the path lies the database of a later version of the plugin.',
    LATER_VERSION,
    0o600,
    /only in memory \(warning: .*its schema has version 99 .*update the plugin or choose another path/
  ),
  ...storePlaceCases,
];
