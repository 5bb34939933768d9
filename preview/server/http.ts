import type { IncomingMessage, ServerResponse } from 'node:http';

/** Settings and queries are small; a larger body is a mistake. */
const BODY_LIMIT = 4 * 1024 * 1024;

/** An answer other than success, with the sentence that Grafana's API carries as `message`. */
export class HttpError extends Error {
  constructor(
    readonly status: number,
    message: string
  ) {
    super(message);
  }
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=UTF-8', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(body));
}

export function sendText(response: ServerResponse, type: string, body: string | Uint8Array): void {
  response.writeHead(200, { 'Content-Type': type, 'Cache-Control': 'no-cache' });
  response.end(body);
}

/** @throws HttpError 413 past 4 MiB */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > BODY_LIMIT) {
      throw new HttpError(413, 'The request body is larger than 4 MiB.');
    }
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/**
 * Reads a JSON body. Only with the JSON content type: another site's page cannot send that without asking first,
 * so it cannot change the settings of a preview that runs in a neighbouring tab.
 *
 * @throws HttpError 415 or 400
 */
export async function readJson<T>(request: IncomingMessage): Promise<T> {
  if (!request.headers['content-type']?.startsWith('application/json')) {
    throw new HttpError(415, 'Send the body as Content-Type: application/json.');
  }
  const text = (await readBody(request)).toString();
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new HttpError(400, `bad request data: ${error instanceof Error ? error.message : error}`);
  }
}

/** An abort signal that fires when the browser goes away before it has its answer. */
export function goneSignal(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) {
      gone.abort();
    }
  });
  return gone.signal;
}
