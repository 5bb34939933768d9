/** An HTTP request, read to its end. */
export interface SimulatorRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  /** Names in lower case. */
  headers: { authorization?: string; 'content-type'?: string };
  body: string;
}

/** An HTTP answer before it is written. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
  /** Break the connection halfway through the body, which was announced by its length or comes in chunks. */
  cut?: 'contentLength' | 'chunked';
}

/** Answers a request; undefined breaks the connection without an answer. */
export type RequestHandler = (request: SimulatorRequest) => Promise<Answer | undefined>;

/** An answer with a JSON body. */
export function jsonAnswer(status: number, value: unknown, headers: Record<string, string> = {}): Answer {
  return { status, headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(value) };
}
