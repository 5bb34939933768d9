import { createServer, type Server, type Socket } from 'node:net';

import type { PluginAnswer } from '../../preview/host/plugin';
import { tableRows } from '../binary/frames';
import type { Panel } from '../binary/replica';
import * as canary from './canary';
import { healthy } from './rawAnswers';
import type { Upstream } from './upstream';
import { listening } from './wire';

/** A request as it stood on the socket. */
export interface RawRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  /** By name in lower case. */
  headers: Record<string, string>;
  body: string;
  /** Which connection it came on, from 1. */
  connection: number;
}

/** What is done with a request: anything that can be done with a socket. */
export type Reaction = (socket: Socket, request: RawRequest) => void;

/** Reactions by path: a request is met by the first whose text its path holds, else as a healthy Genesys Cloud would. */
export type Script = Record<string, Reaction>;

/** A Genesys Cloud of a few hand-written numbers that answers on the bare socket, byte by byte as a case says. */
export class RawUpstream implements Upstream {
  readonly requests: RawRequest[] = [];
  script: Script = {};
  private readonly sockets = new Set<Socket>();
  private connections = 0;

  private constructor(
    private readonly server: Server,
    private readonly port: number
  ) {
    server.on('connection', (socket) => this.serve(socket));
  }

  static async start(): Promise<RawUpstream> {
    const server = createServer();
    return new RawUpstream(server, await listening(server, 0));
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  settings(): Promise<Record<string, unknown>> {
    return Promise.resolve({});
  }

  calls(): Promise<number> {
    return Promise.resolve(this.requests.length);
  }

  /** The requests whose path holds the text. */
  asked(path: string): RawRequest[] {
    return this.requests.filter((request) => request.path.includes(path));
  }

  secrets(): string[] {
    return [canary.TOKEN];
  }

  people(): Promise<string[]> {
    return Promise.resolve(healthy.agents.flatMap(({ id, name }) => [id, name]));
  }

  /** The hand-written numbers, and no others. */
  expectTruth(_: Panel, answer: PluginAnswer): Promise<void> {
    const shown = [...tableRows(answer).values()].map(({ entityId, entityName, numbers }) => ({
      id: entityId,
      name: entityName,
      count: numbers.count,
      averageScore: numbers.averageScore,
    }));
    expect(shown.sort((a, b) => a.id.localeCompare(b.id))).toEqual(
      healthy.agents.map(({ id, name, count, averageScore }) => ({ id, name, count, averageScore }))
    );
    return Promise.resolve();
  }

  /** Ends what is still being answered: a case that hangs is over. */
  hangUp(): void {
    for (const socket of this.sockets) {
      socket.destroy();
    }
  }

  async close(): Promise<void> {
    this.hangUp();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private serve(socket: Socket): void {
    this.sockets.add(socket);
    const connection = (this.connections += 1);
    let received = Buffer.alloc(0);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('data', (bytes) => {
      received = Buffer.concat([received, bytes]);
      const read = readRequest(received, connection);
      if (read !== undefined) {
        received = received.subarray(read.length);
        this.requests.push(read.request);
        this.reactionTo(read.request)(socket, read.request);
      }
    });
  }

  private reactionTo(request: RawRequest): Reaction {
    const scripted = Object.entries(this.script).find(([path]) => request.path.includes(path));
    return scripted?.[1] ?? healthy.reaction;
  }
}

/** The first request in the bytes and how many of them it takes, or undefined while it is not complete. */
function readRequest(bytes: Buffer, connection: number): { request: RawRequest; length: number } | undefined {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) {
    return undefined;
  }
  const [start = '', ...lines] = bytes.subarray(0, headEnd).toString('latin1').split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()])
  );
  const length = headEnd + 4 + Number(headers['content-length'] ?? 0);
  if (bytes.length < length) {
    return undefined;
  }
  const [method = '', target = ''] = start.split(' ');
  const url = new URL(target, 'http://upstream');
  const body = bytes.subarray(headEnd + 4, length).toString('utf8');
  return { request: { method, path: url.pathname, query: url.searchParams, headers, body, connection }, length };
}
