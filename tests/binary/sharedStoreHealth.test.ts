import { RedisServer, withRedisServer } from './redisServer';
import { Started } from './started';
import { until } from './until';

const started = new Started();
afterAll(() => started.end());

withRedisServer('the health check says how it stands with the shared store, and stays green without it', async () => {
  // The machine's own time: a clock that is minutes off is a reason of its own to be unhealthy.
  const simulator = await started.simulator({ now: undefined, speed: 1 });
  const redis = await RedisServer.start();
  started.add(redis, () => redis.stop());
  const jsonData = { sharedStoreUrl: redis.url };
  const replica = await started.replica(simulator, { storeFolder: await started.folder(), jsonData });
  await started
    .replica(simulator, { storeFolder: await started.folder(), jsonData })
    .then((other) => other.checkHealth());

  const untilHealthSays = async (text: string): Promise<void> => {
    let last = '';
    await until(
      `the health check says "${text}"`,
      async () => {
        const { status, message } = await replica.checkHealth();
        expect(status).toBe('OK');
        last = message;
        return message.includes(text) || undefined;
      },
      () => last
    );
  };

  await untilHealthSays('The shared store answers; 2 Grafana replicas use it.');
  await redis.stop();
  await untilHealthSays('Warning, degraded: the shared store does not answer');
  await redis.start();
  await untilHealthSays('The shared store answers;');
});
