import { withRedisServer } from '../binary/redisServer';
import { redisCases } from './redisCases';
import { runGroup } from './runGroup';

// Redis has 200 ms to answer: with too many processes at once a busy machine would take it for away.
runGroup('Redis', redisCases, { skip: withRedisServer === test.skip, atOnce: 3 });
