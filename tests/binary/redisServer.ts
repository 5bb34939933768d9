import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, connect } from 'node:net';

import { until } from './until';

const hasRedisServer = spawnSync('redis-server', ['--version']).status === 0;

if (!hasRedisServer) {
  console.warn(
    'Tests with a real Redis are skipped: there is no redis-server on the PATH (Debian: apt-get install redis-server).'
  );
}

/** `test` where there is a redis-server, else a skipped one. */
export const withRedisServer = Object.assign(hasRedisServer ? test : test.skip, {
  concurrent: hasRedisServer ? test.concurrent : test.concurrent.skip,
});

/** A real redis-server on a loopback port of its own. It keeps nothing on disk: a new start is an empty one. */
export class RedisServer {
  private child: ChildProcess | undefined;

  private constructor(private readonly port: number) {}

  static async start(): Promise<RedisServer> {
    const redis = new RedisServer(await freePort());
    await redis.start();
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Starts it, empty, on the port that it had before. */
  async start(): Promise<void> {
    const address = ['--port', String(this.port), '--bind', '127.0.0.1'];
    this.child = spawn('redis-server', [...address, '--save', '', '--appendonly', 'no'], { stdio: 'ignore' });
    await until('Redis answers', async () => (await this.ping()) || undefined);
  }

  async stop(): Promise<void> {
    const child = this.child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) {
      return;
    }
    const ended = once(child, 'exit');
    // Also ends one that is frozen.
    child.kill('SIGKILL');
    await ended;
  }

  /** Holds the process still: connections stay open and nothing is answered. */
  freeze(): void {
    this.child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.child?.kill('SIGCONT');
  }

  private ping(): Promise<boolean> {
    return new Promise((done) => {
      const socket = connect(this.port, '127.0.0.1', () => socket.write('PING\r\n'));
      socket.once('data', (data) => {
        done(data.toString().startsWith('+PONG'));
        socket.destroy();
      });
      socket.once('error', () => done(false));
    });
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') {
    throw new Error('A TCP server has a port.');
  }
  return address.port;
}
