import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

import { RedisServer } from '../binary/redisServer';
import * as canary from './canary';
import type { Trace } from './canary';
import { Wire } from './wire';

/** A reply of Redis: text, number, nothing, or a list of those. */
export type RedisReply = string | number | null | Buffer | RedisReply[];

/** A real redis-server with a password. Cases break it, or the way to it, from behind the plugin's back. */
export class SharedRedis {
  /** The ways to it, one for each replica. */
  readonly wires: Wire[] = [];

  private constructor(readonly server: RedisServer) {}

  static async start(): Promise<SharedRedis> {
    const redis = new SharedRedis(await RedisServer.start());
    await redis.command('CONFIG', 'SET', 'requirepass', canary.REDIS_PASSWORD);
    return redis;
  }

  /** The settings of another replica that shares its snapshots here, over a wire of its own. */
  async join(): Promise<{ jsonData: { sharedStoreUrl: string }; secureJsonData: { sharedStorePassword: string } }> {
    const wire = await Wire.to(portOf(this.server));
    this.wires.push(wire);
    return {
      jsonData: { sharedStoreUrl: `redis://127.0.0.1:${wire.port}` },
      secureJsonData: { sharedStorePassword: canary.REDIS_PASSWORD },
    };
  }

  /** Starts it again on its port, empty, with the password. */
  async startAgain(): Promise<void> {
    await this.server.start();
    await this.command('CONFIG', 'SET', 'requirepass', canary.REDIS_PASSWORD);
  }

  /** Sends a command past the wires. @throws what Redis says no with */
  command(...command: string[]): Promise<RedisReply> {
    return this.withPassword(canary.REDIS_PASSWORD, ...command);
  }

  /** Sends a command while Redis has another password. */
  async withPassword(password: string, ...command: string[]): Promise<RedisReply> {
    const socket = connect(portOf(this.server), '127.0.0.1');
    try {
      await once(socket, 'connect');
      // A server without a password says no to AUTH, and does what it is told all the same.
      await exchange(socket, ['AUTH', password]).catch(() => undefined);
      return await exchange(socket, command);
    } finally {
      socket.destroy();
    }
  }

  /** The keys that begin so, after the prefix of all keys. */
  async keys(kind: string): Promise<string[]> {
    const keys = await this.command('KEYS', `gcq:1:${kind}*`);
    return Array.isArray(keys) ? keys.map(String) : [];
  }

  /** Everything that it keeps, byte by byte; nothing when it is not there. */
  async traces(): Promise<Trace[]> {
    try {
      // DUMP would compress, and hide what is looked for.
      await this.command('CONFIG', 'SET', 'rdbcompression', 'no');
      const keys = await this.keys('');
      const values = await Promise.all(keys.map((key) => this.command('DUMP', key)));
      return [...keys, ...values].map((content) => ({
        place: 'Redis',
        content: Buffer.isBuffer(content) ? content : String(content),
      }));
    } catch {
      return [];
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.wires.map((wire) => wire.close()));
    await this.server.stop();
  }
}

function portOf(server: RedisServer): number {
  return Number(new URL(server.url).port);
}

async function exchange(socket: Socket, command: string[]): Promise<RedisReply> {
  const parts = command.map((part) => `$${Buffer.byteLength(part)}\r\n${part}\r\n`);
  socket.write(`*${command.length}\r\n${parts.join('')}`);
  let received = Buffer.alloc(0);
  for (;;) {
    const [bytes] = await once(socket, 'data', { signal: AbortSignal.timeout(20_000) });
    received = Buffer.concat([received, bytes]);
    const read = readReply(received, 0);
    if (read !== undefined) {
      return read.reply;
    }
  }
}

/** The reply at an offset and where it ends, or undefined while it is not complete. @throws an error reply */
function readReply(bytes: Buffer, at: number): { reply: RedisReply; end: number } | undefined {
  const lineEnd = bytes.indexOf('\r\n', at);
  if (lineEnd < 0) {
    return undefined;
  }
  const line = bytes.toString('utf8', at + 1, lineEnd);
  const next = lineEnd + 2;
  switch (String.fromCharCode(bytes[at] ?? 0)) {
    case '-':
      throw new Error(`Redis says: ${line}`);
    case ':':
      return { reply: Number(line), end: next };
    case '$': {
      const length = Number(line);
      if (length < 0) {
        return { reply: null, end: next };
      }
      const end = next + length + 2;
      return end > bytes.length ? undefined : { reply: bytes.subarray(next, next + length), end };
    }
    case '*': {
      const list: RedisReply[] = [];
      let end = next;
      for (let index = 0; index < Number(line); index += 1) {
        const item = readReply(bytes, end);
        if (item === undefined) {
          return undefined;
        }
        list.push(item.reply);
        end = item.end;
      }
      return { reply: list, end };
    }
    default:
      return { reply: line, end: next };
  }
}
