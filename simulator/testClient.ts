import { startSimulator, type Simulator } from './simulator';
import type { SimulatorOptions } from './options';
import type { AggregateResult } from './genesys/analytics/aggregateAnswer';
import type { MetricsRow } from './genesys/metricsEndpoint';

/** A Monday afternoon; the batch of the window that ended at 16:15 has been delivered. */
export const NOW = '2026-03-02T16:20:00Z';

/** The whole day until the newest delivered window. */
export const TODAY = { startTime: '2026-03-02T00:00:00Z', endTime: '2026-03-02T16:15:00Z' };

const ALL_METRICS = 'averageScore,count,passRate';

/** A client of a simulator whose clock stands still at NOW until a test moves it. */
export class TestClient {
  private constructor(readonly simulator: Simulator) {}

  /** Starts a simulator on a free port, by default without late batches. */
  static async start(options: Partial<SimulatorOptions> = {}): Promise<TestClient> {
    const standard = { now: Date.parse(NOW), speed: 0, lateBatches: 0 };
    return new TestClient(await startSimulator({ ...standard, ...options }));
  }

  get control(): Simulator['control'] {
    return this.simulator.control;
  }

  close(): Promise<void> {
    return this.simulator.close();
  }

  /** Asks for a token with form fields, as the guide does. */
  requestToken(fields: Record<string, string> = {}, headers: Record<string, string> = {}): Promise<Response> {
    const form = { grant_type: 'client_credentials', client_id: 'demo', client_secret: 'demo-secret', ...fields };
    return fetch(`${this.simulator.url}/oauth/token`, { method: 'POST', body: new URLSearchParams(form), headers });
  }

  async token(): Promise<string> {
    const { access_token: token } = await (await this.requestToken()).json();
    return token;
  }

  async get(path: string, token?: string): Promise<Response> {
    const authorization = `Bearer ${token ?? (await this.token())}`;
    return fetch(`${this.simulator.url}${path}`, { headers: { Authorization: authorization }, redirect: 'manual' });
  }

  /** Posts a JSON body; a string is sent as it is. */
  async post(path: string, body: unknown, token?: string): Promise<Response> {
    const authorization = `Bearer ${token ?? (await this.token())}`;
    return fetch(`${this.simulator.url}${path}`, {
      method: 'POST',
      headers: { Authorization: authorization, 'Content-Type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }

  /** Asks for today's total by the time of submission, or what the fields say instead; undefined leaves a field out. */
  askAggregates(fields: Record<string, unknown> = {}, token?: string): Promise<Response> {
    const interval = `${TODAY.startTime}/${TODAY.endTime}`;
    const standard = { interval, metrics: ['nEvaluations', 'oTotalScore'], alternateTimeDimension: 'eventTime' };
    return this.post('/api/v2/analytics/evaluations/aggregates/query', { ...standard, ...fields }, token);
  }

  /** The groups of a query that must succeed. */
  async aggregates(fields: Record<string, unknown> = {}): Promise<AggregateResult[]> {
    const response = await this.askAggregates(fields);
    if (response.status !== 200) {
      throw new Error(`aggregates answered ${response.status}: ${await response.text()}`);
    }
    return (await response.json()).results;
  }

  /** Asks for today's metrics by agent, or what the parameters say instead; null leaves a parameter out. */
  askMetrics(parameters: Record<string, string | null> = {}, token?: string): Promise<Response> {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...TODAY, groupBy: 'agent', metrics: ALL_METRICS, ...parameters })) {
      if (value !== null) {
        query.append(name, value);
      }
    }
    return this.get(`/api/v2/quality/metrics?${query}`, token);
  }

  /** The rows of a question that must succeed. */
  async metrics(parameters: Record<string, string | null> = {}): Promise<MetricsRow[]> {
    const response = await this.askMetrics(parameters);
    if (response.status !== 200) {
      throw new Error(`metrics answered ${response.status}: ${await response.text()}`);
    }
    return response.json();
  }
}
