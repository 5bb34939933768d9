import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { jsonAnswer, type Answer, type RequestHandler, type SimulatorRequest } from './answer';

const MAX_BODY_BYTES = 8 * 1024 * 1024;

/** A listening HTTP server. */
export interface HttpServer {
  /** Without a slash at the end. */
  url: string;
  /** Stops listening and breaks open connections. */
  close(): Promise<void>;
}

/**
 * Listens and hands every request to the handler.
 *
 * @param port 0 for a free one.
 * @param now the clock of the `Date` header.
 * @throws what `listen` fails with, e.g. EADDRINUSE.
 */
export async function listen(
  host: string,
  port: number,
  now: () => number,
  handler: RequestHandler
): Promise<HttpServer> {
  const server = createServer((request, response) => {
    response.sendDate = false;
    response.setHeader('Date', new Date(now()).toUTCString());
    respond(request, response, handler).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      write(response, jsonAnswer(500, { error: `the simulator failed: ${message}` }));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return { url: urlOf(server), close: () => close(server) };
}

async function respond(request: IncomingMessage, response: ServerResponse, handler: RequestHandler): Promise<void> {
  const read = await readRequest(request);
  const answer = 'status' in read ? read : await handler(read);
  if (answer === undefined) {
    response.destroy();
  } else {
    write(response, answer);
  }
}

async function readRequest(request: IncomingMessage): Promise<SimulatorRequest | Answer> {
  const { method = '', url: target = '', headers } = request;
  const url = URL.canParse(target, 'http://simulator') ? new URL(target, 'http://simulator') : undefined;
  if (url === undefined) {
    return jsonAnswer(400, { error: 'the request target is not a URL' });
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_BODY_BYTES) {
      return jsonAnswer(413, { error: `the body exceeds ${MAX_BODY_BYTES} bytes` }, { Connection: 'close' });
    }
    chunks.push(bytes);
  }
  const body = Buffer.concat(chunks).toString('utf8');
  return { method, path: url.pathname, query: url.searchParams, headers, body };
}

function write(response: ServerResponse, { status, headers, body, cut }: Answer): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const bytes = Buffer.from(body, 'utf8');
  response.writeHead(status, cut === 'chunked' ? headers : { ...headers, 'Content-Length': bytes.length });
  if (cut === undefined) {
    response.end(bytes);
  } else {
    response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
  }
}

function urlOf(server: Server): string {
  const address = server.address();
  if (!isSocketAddress(address)) {
    throw new Error('the server does not listen on a port');
  }
  const { address: host, family, port } = address;
  return `http://${family === 'IPv6' ? `[${host}]` : host}:${port}`;
}

function isSocketAddress(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeAllConnections();
  });
}
