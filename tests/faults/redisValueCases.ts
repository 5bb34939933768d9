import { until } from '../binary/until';
import type { FaultCase } from './faultCase';
import { WORKDAY } from './outage';
import { Replicas } from './redisReplicas';
import type { SharedRedis } from './sharedRedis';

interface Tampering {
  name: string;
  given: string;
  /** Changes what Redis keeps of two questions; the keys are those of their snapshots. */
  tamper: (redis: SharedRedis, keys: string[]) => Promise<unknown>;
}

/** What Redis holds is not what was put there: a replica that knows nothing must not believe it. */
function tampered({ name, given, tamper }: Tampering): FaultCase {
  return {
    name,
    given,
    served: 'All numbers, asked again; never what Redis holds.',
    // A token of the replica that knows nothing, and both questions.
    mostCalls: 1 + 2,
    recovery: 'The values are good again: yet another replica asks nothing.',
    run: async (scene) => {
      const replicas = await Replicas.start(scene);
      const { panels, keys } = await until('two snapshots lie in Redis', async () => {
        await replicas.redis.command('FLUSHALL');
        const panels = [replicas.newPanel(), replicas.newPanel()];
        for (const panel of panels) {
          await replicas.look(panel);
        }
        const keys = await replicas.redis.keys('snapshot');
        return keys.length === panels.length ? { panels, keys } : undefined;
      });
      await scene.count();
      await tamper(replicas.redis, keys);

      await replicas.addOne();
      for (const panel of panels) {
        // The two others know it by themselves.
        expect(await replicas.look(panel)).toBe(1);
      }

      await until('another replica asks nothing', async () => {
        await replicas.addOne();
        const before = await scene.calls();
        let asked = 0;
        for (const panel of panels) {
          asked += await replicas.look(panel);
        }
        scene.forget((await scene.calls()) - before);
        return asked === 0 || undefined;
      });
    },
  };
}

const TAMPERINGS: Tampering[] = [
  {
    name: 'damaged values',
    given: 'In every snapshot in Redis a byte is another one.',
    tamper: async (redis, keys) => {
      for (const key of keys) {
        await redis.command('SETRANGE', key, '200', '?');
      }
    },
  },
  {
    name: 'swapped values',
    given: 'Two snapshots in Redis lie under the key of the other.',
    tamper: async (redis, [one = '', other = '']) => {
      await redis.command('RENAME', one, 'aside');
      await redis.command('RENAME', other, one);
      await redis.command('RENAME', 'aside', other);
    },
  },
  {
    name: 'values of another kind',
    given: 'Under the keys of the snapshots lie lists.',
    tamper: async (redis, keys) => {
      for (const key of keys) {
        await redis.command('DEL', key);
        await redis.command('RPUSH', key, 'not', 'a', 'snapshot');
      }
    },
  },
];

/** A replica dies while it asks for everybody. */
const deadOwner: FaultCase = {
  name: 'a lease without an owner',
  given: 'The replica that asks for all is killed before the answer.',
  served: 'The viewers of the other wait for the lease to run out, and then get all numbers.',
  // The question of the dead; that of the living, with its first token where the dead has asked for it until now.
  mostCalls: 3,
  recovery: 'The lease runs out after 30 seconds, and the other replica asks.',
  run: async (scene) => {
    const replicas = await Replicas.start(scene);
    const { upstream, redis, grafanas } = replicas;
    const [dying, living] = grafanas;
    if (dying === undefined || living === undefined) {
      throw new Error('There are two replicas.');
    }
    await replicas.untilOneAsksForAll();
    await scene.count();
    await upstream.control.addFault({ path: 'metrics', kind: 'hang', times: 1 });
    const lost = dying.panel(WORKDAY).catch(() => undefined);
    await until('the question hangs', async () => {
      const { questions } = await upstream.control.state();
      return questions.some(({ status }) => status === null) || undefined;
    });
    await dying.end('SIGKILL');
    await lost;
    expect(await redis.keys('lease')).toHaveLength(1);
    await upstream.expectTruth(WORKDAY, await living.panel(WORKDAY));
  },
};

export const redisValueCases: FaultCase[] = [...TAMPERINGS.map(tampered), deadOwner];
