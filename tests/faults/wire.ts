import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** What a wire does with the bytes of both directions. */
type Passing = 'all' | 'nothing' | { lateByMs: number };

/** A TCP port on the loopback address that leads to another one, until it is told otherwise. It remembers what passed. */
export class Wire {
  private passing: Passing = 'all';
  private thawed: () => void = () => undefined;
  private whileFrozen: Promise<void> = Promise.resolve();
  private readonly open = new Set<Socket>();
  private readonly sentBytes: Buffer[] = [];
  private readonly answeredBytes: Buffer[] = [];

  private constructor(
    private readonly server: Server,
    /** The port to connect to. */
    readonly port: number,
    private readonly target: number
  ) {
    server.on('connection', (socket) => this.join(socket));
  }

  /** @param target the port that it leads to */
  static async to(target: number): Promise<Wire> {
    const server = createServer({ allowHalfOpen: true });
    return new Wire(server, await listening(server, 0), target);
  }

  /** Everything that whoever connected has sent so far. */
  get sent(): Buffer {
    return Buffer.concat(this.sentBytes);
  }

  /** Everything that came back so far. */
  get answered(): Buffer {
    return Buffer.concat(this.answeredBytes);
  }

  /** Holds all bytes back: connections stay open, new ones are accepted, and nothing arrives. */
  freeze(): void {
    this.passing = 'nothing';
    this.whileFrozen = new Promise((resolve) => {
      this.thawed = resolve;
    });
  }

  /** Every stretch of bytes arrives so many milliseconds late. */
  slowDown(lateByMs: number): void {
    this.passing = { lateByMs };
  }

  /** Lets everything through again, what was held back too. */
  thaw(): void {
    this.passing = 'all';
    this.thawed();
  }

  /** Breaks every connection; new ones are made as before. */
  breakConnections(): void {
    for (const socket of this.open) {
      socket.resetAndDestroy();
    }
  }

  /** Breaks every connection and refuses new ones. */
  async cut(): Promise<void> {
    this.thaw();
    const closed = once(this.server, 'close');
    this.server.close();
    this.breakConnections();
    await closed;
  }

  /** Takes connections again after `cut`, on the same port. */
  async mend(): Promise<void> {
    await listening(this.server, this.port);
  }

  async close(): Promise<void> {
    if (this.server.listening) {
      await this.cut();
    }
  }

  private join(near: Socket): void {
    const far = connect({ port: this.target, host: '127.0.0.1', allowHalfOpen: true });
    this.pass(near, far, this.sentBytes);
    this.pass(far, near, this.answeredBytes);
  }

  private pass(from: Socket, to: Socket, record: Buffer[]): void {
    this.open.add(from);
    let last = Promise.resolve();
    const inTurn = (step: () => void): void => {
      last = last.then(() => this.mayPass()).then(step);
    };
    from.on('data', (bytes) => {
      record.push(bytes);
      inTurn(() => void (to.destroyed || to.write(bytes)));
    });
    from.on('end', () => inTurn(() => void to.end()));
    from.on('error', () => to.resetAndDestroy());
    from.on('close', () => {
      this.open.delete(from);
      inTurn(() => void to.destroy());
    });
  }

  private async mayPass(): Promise<void> {
    if (this.passing === 'nothing') {
      await this.whileFrozen;
    } else if (this.passing !== 'all') {
      await delay(this.passing.lateByMs);
    }
  }
}

/** Listens on a loopback port, 0 for a free one. @returns the port */
export async function listening(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('A TCP server has a port.');
  }
  return address.port;
}
