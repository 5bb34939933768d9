import type { Simulator } from '../../simulator/simulator';
import { RedisServer, withRedisServer } from './redisServer';
import type { Replica } from './replica';
import { Started } from './started';
import { until } from './until';
import { callsByQuestion, Wallboard } from './wallboard';

/** A replica that has lost Redis may use a twelfth of it for a minute, and must not lack it here. */
const REQUESTS_PER_MINUTE = 1200;
const REPLICAS = 3;
const DAY = '2032-11-19';

interface Absence {
  name: string;
  leave: (redis: RedisServer) => Promise<void> | void;
  comeBack: (redis: RedisServer) => Promise<void> | void;
}

const ABSENCES: Absence[] = [
  { name: 'stops, and starts again empty', leave: (redis) => redis.stop(), comeBack: (redis) => redis.start() },
  { name: 'freezes, and thaws', leave: (redis) => redis.freeze(), comeBack: (redis) => redis.thaw() },
];

/** Three replicas of a contact centre whose clock runs, and the Redis that they share. */
class Installation {
  private constructor(
    readonly simulator: Simulator,
    readonly wallboard: Wallboard,
    readonly redis: RedisServer,
    readonly replicas: Replica[]
  ) {}

  static async start(started: Started): Promise<Installation> {
    const now = Date.parse(`${DAY}T10:05:00Z`);
    // Every batch is there a minute after its window, so that an answer depends on its range alone.
    const simulator = await started.simulator({ now, speed: 1, lateBatches: 0 });
    const redis = await RedisServer.start();
    started.add(redis, () => redis.stop());
    const jsonData = { sharedStoreUrl: redis.url, requestsPerMinute: REQUESTS_PER_MINUTE };
    const replicas: Replica[] = [];
    for (let number = 0; number < REPLICAS; number += 1) {
      replicas.push(await started.replica(simulator, { storeFolder: await started.folder(), jsonData }));
    }
    return new Installation(simulator, await Wallboard.of(simulator), redis, replicas);
  }

  /** Sets the clock of Genesys Cloud, and lets the replicas see it; `time` is UTC on the simulator's day. */
  async setClock(time: string): Promise<void> {
    await this.simulator.control.setClock({ now: `${DAY}T${time}Z` });
    await Promise.all(this.replicas.map((replica) => replica.takeTime()));
  }

  look(): Promise<void> {
    return this.wallboard.look(this.replicas);
  }

  /** Everybody looks in the window before 10:31, when the next one becomes askable, across that instant and after it. */
  async lookAcrossBoundary(): Promise<void> {
    await this.setClock('10:20:00');
    await this.look();
    await this.setClock('10:30:55');
    const end = Date.parse(`${DAY}T10:31:03Z`);
    let now: number;
    do {
      now = Date.parse((await this.simulator.control.state()).now);
      await this.look();
    } while (now < end);
  }

  /** Each of the wallboard's questions has been asked in so many windows, in each at least once and so often at most. */
  async expectCalls({ windows, most }: { windows: number; most: number }): Promise<void> {
    const { questions, requests } = await this.simulator.control.state();
    const calls = [...callsByQuestion(questions)];
    expect(calls).toHaveLength(windows * this.wallboard.size);
    expect(calls.filter(([, times]) => times.length > most)).toEqual([]);
    expect(requests.peakPerMinute).toBeLessThanOrEqual(REQUESTS_PER_MINUTE);
    expect(requests.rateLimited).toBe(0);
  }

  /** Waits until every replica has noticed by itself that Redis is there, or away. */
  async untilShared(shared: boolean): Promise<void> {
    await until(`shared_store_up is ${shared} everywhere`, async () => {
      const up = await Promise.all(this.replicas.map((replica) => replica.measured('shared_store_up')));
      return up.every((value) => value === Number(shared)) || undefined;
    });
  }
}

// A scenario is mostly waiting for a boundary or for Redis: they run side by side, so each cleans up for itself.
function scenario(name: string, run: (installation: Installation) => Promise<void>): void {
  withRedisServer.concurrent(
    name,
    async () => {
      const started = new Started();
      try {
        await run(await Installation.start(started));
      } finally {
        await started.end();
      }
    },
    300_000
  );
}

scenario('one call a question and window before, during and after a boundary', async (installation) => {
  await installation.lookAcrossBoundary();
  await installation.expectCalls({ windows: 2, most: 1 });
});

// With Redis away each replica asks for itself at most; once it is back, they share without anybody's help.
describe.each(ABSENCES)('Redis', ({ name, leave, comeBack }) => {
  scenario(name, async (installation) => {
    await installation.setClock('10:05:00');
    await installation.look();
    await installation.expectCalls({ windows: 1, most: 1 });
    await installation.simulator.control.reset();

    await leave(installation.redis);
    await installation.lookAcrossBoundary();
    await installation.expectCalls({ windows: 2, most: REPLICAS });
    await installation.untilShared(false);

    await comeBack(installation.redis);
    await installation.untilShared(true);
    await installation.simulator.control.reset();
    await installation.setClock('10:50:00');
    await installation.look();
    await installation.expectCalls({ windows: 1, most: 1 });
  });
});
