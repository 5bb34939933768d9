import { RedisServer, withRedisServer } from './redisServer';
import type { Replica } from './replica';
import { AFTERNOON, Started } from './started';
import { expectTable, tables, type TablePanel } from './tables';
import { until } from './until';

const REQUESTS_PER_MINUTE = 60;
const END = '2032-11-19T15:15:00Z';

const started = new Started();
afterEach(() => started.end());

withRedisServer(
  'three replicas stay within one budget, with Redis and in the minute after they have lost it',
  async () => {
    const limits = { lateBatches: 0, requestsPerMinute: REQUESTS_PER_MINUTE };
    const simulator = await started.simulator({ now: Date.parse(AFTERNOON), speed: 1, ...limits });
    const redis = await RedisServer.start();
    started.add(redis, () => redis.stop());
    const replicas: Replica[] = [];
    for (let number = 0; number < 3; number += 1) {
      const jsonData = { sharedStoreUrl: redis.url, requestsPerMinute: REQUESTS_PER_MINUTE };
      const replica = await started.replica(simulator, { storeFolder: await started.folder(), jsonData });
      await replica.takeTime();
      replicas.push(replica);
    }

    // What a replica may use without Redis goes by how many there are; it counts them every 10 s.
    await until('every replica knows of the others', async () => {
      const seen = await Promise.all(replicas.map((replica) => replica.measured('shared_store_replicas')));
      return seen.every((count) => count === replicas.length) || undefined;
    });

    /** Every replica is asked all the panels. @returns how many answers there were, all of them right. */
    const ask = async (panels: TablePanel[]): Promise<number> => {
      let answered = 0;
      for (const answers of await Promise.all(replicas.map((replica) => replica.answers(panels)))) {
        for (const [index, answer] of answers.entries()) {
          const panel = panels[index];
          if (answer.error === undefined && panel !== undefined) {
            await expectTable(simulator, panel, answer);
            answered += 1;
          } else {
            expect(answer).toMatchObject({ error: expect.stringContaining('request budget is used up'), frames: [] });
          }
        }
      }
      return answered;
    };

    expect(await ask(tables(16, '2032-11-19T08:00:00Z', END))).toBeGreaterThan(0);
    await redis.stop();
    await ask(tables(16, '2032-11-18T08:00:00Z', END));

    const { requests } = await simulator.control.state();
    expect(requests.rateLimited).toBe(0);
    expect(requests.peakPerMinute).toBeLessThanOrEqual(REQUESTS_PER_MINUTE);
  }
);
