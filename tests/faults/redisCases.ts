import { until } from '../binary/until';
import * as canary from './canary';
import type { FaultCase } from './faultCase';
import type { Grafana } from './grafana';
import { WORKDAY } from './outage';
import { redisValueCases } from './redisValueCases';
import { Replicas } from './redisReplicas';
import type { SharedRedis } from './sharedRedis';

/** A shared question before; each for itself while Redis is away, one of them with its first token; a shared one after. */
const MOST_CALLS = 1 + 2 + 1 + 1;

interface Absence {
  name: string;
  given: string;
  leave: (redis: SharedRedis) => Promise<unknown> | void;
  comeBack: (redis: SharedRedis) => Promise<unknown> | void;
  /** Whether the replicas notice by themselves that it is away. */
  noticed?: boolean;
}

/** Redis goes and comes: nobody who looks at a panel notices either. */
function absence({ name, given, leave, comeBack, noticed = true }: Absence): FaultCase {
  return {
    name,
    given,
    served: 'All numbers, from both replicas; each asks for itself at most.',
    mostCalls: MOST_CALLS,
    recovery: "Without anybody's help: what one replica asks, the other shows.",
    run: async (scene) => {
      const replicas = await Replicas.start(scene);
      await replicas.untilOneAsksForAll();
      await leave(replicas.redis);
      await replicas.look(replicas.newPanel());
      if (noticed) {
        await replicas.untilShared(false);
      }
      await comeBack(replicas.redis);
      await replicas.untilOneAsksForAll();
    },
  };
}

const ABSENCES: Absence[] = [
  {
    name: 'stopped',
    given: 'redis-server ends, and is started again, empty.',
    leave: (redis) => redis.server.stop(),
    comeBack: (redis) => redis.startAgain(),
  },
  {
    name: 'frozen',
    given: 'redis-server stands still: connections stay open, and nothing is answered.',
    leave: (redis) => redis.server.freeze(),
    comeBack: (redis) => redis.server.thaw(),
  },
  {
    name: 'slow',
    given: 'Every answer of Redis takes a second.',
    leave: (redis) => redis.wires.forEach((wire) => wire.slowDown(500)),
    comeBack: (redis) => redis.wires.forEach((wire) => wire.thaw()),
  },
  {
    name: 'cut off',
    given: 'Both replicas have lost the way to Redis.',
    leave: (redis) => Promise.all(redis.wires.map((wire) => wire.cut())),
    comeBack: (redis) => Promise.all(redis.wires.map((wire) => wire.mend())),
  },
  {
    name: 'another password',
    given: "Redis' password is changed, and its connections are broken.",
    leave: async (redis) => {
      await redis.command('CONFIG', 'SET', 'requirepass', 'another');
      redis.wires.forEach((wire) => wire.breakConnections());
    },
    comeBack: (redis) => redis.withPassword('another', 'CONFIG', 'SET', 'requirepass', canary.REDIS_PASSWORD),
  },
  {
    name: 'read only',
    given: 'Redis has become the replica of a server that is not there, and refuses to write.',
    leave: (redis) => redis.command('REPLICAOF', '127.0.0.1', '1'),
    comeBack: (redis) => redis.command('REPLICAOF', 'NO', 'ONE'),
  },
  {
    name: 'out of memory',
    given: 'Redis has no memory left and refuses to write.',
    leave: (redis) => redis.command('CONFIG', 'SET', 'maxmemory', '1'),
    comeBack: (redis) => redis.command('CONFIG', 'SET', 'maxmemory', '0'),
  },
  {
    name: 'emptied',
    given: 'Everything in Redis is deleted while the replicas run.',
    leave: (redis) => redis.command('FLUSHALL'),
    comeBack: () => undefined,
    noticed: false,
  },
];

/** Only one of the two has lost the way. */
const partitioned: FaultCase = {
  name: 'partitioned',
  given: 'One of the replicas has lost the way to Redis, the other has not.',
  served: 'All numbers, from both; each asks for itself at most.',
  mostCalls: MOST_CALLS,
  recovery: "Without anybody's help: what one replica asks, the other shows.",
  run: async (scene) => {
    const replicas = await Replicas.start(scene);
    await replicas.untilOneAsksForAll();
    const [wire] = replicas.redis.wires;
    await wire?.cut();
    await replicas.look(replicas.newPanel());
    await wire?.mend();
    await replicas.untilOneAsksForAll();
  },
};

/** The password in the settings is wrong from the start. */
const wrongPassword: FaultCase = {
  name: 'a wrong password',
  given: 'The data source has another password than Redis.',
  served: 'All numbers, asked for itself; the health check says "degraded" and repeats no password.',
  // A token and the question; with the password mended nothing more, since the store keeps it.
  mostCalls: 2,
  recovery: 'With the right password saved, the store is shared.',
  run: async (scene) => {
    const [upstream, redis] = [await scene.simulated(), await scene.redis()];
    const settings = await redis.join();
    const wrong = { sharedStorePassword: `${canary.REDIS_PASSWORD}-wrong` };
    const grafana = await scene.grafana(upstream, { ...settings, secureJsonData: wrong });
    await upstream.expectTruth(WORKDAY, await grafana.panel(WORKDAY));
    await scene.uncounted(() =>
      until('the health check says why', async () => {
        const { message } = await grafana.health();
        return /degraded: the shared store does not answer \(.*WRONGPASS/.test(message) || undefined;
      })
    );
    grafana.save({}, settings.secureJsonData);
    await upstream.expectTruth(WORKDAY, await grafana.panel(WORKDAY));
    await untilUp(grafana);
  },
};

async function untilUp(grafana: Grafana): Promise<void> {
  await until('the store is shared', async () => (await grafana.measured('shared_store_up')) > 0 || undefined);
}

export const redisCases: FaultCase[] = [...ABSENCES.map(absence), partitioned, wrongPassword, ...redisValueCases];
