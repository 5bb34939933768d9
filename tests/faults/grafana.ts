import { startPlugin, type Health, type Plugin, type PluginAnswer } from '../../preview/host/plugin';
import type { DataSourceSettings } from '../../preview/host/pluginContext';
import { binary } from '../binary/binary';
import type { Panel } from '../binary/replica';
import * as canary from './canary';
import type { Trace } from './canary';
import type { Upstream } from './upstream';

export interface GrafanaOptions {
  /** The embedded store's file. */
  storePath: string;
  /** Settings beside the ones that every case has. */
  jsonData?: Record<string, unknown>;
  secureJsonData?: Record<string, string>;
  /** What is started instead of the binary, for one that runs under limits. */
  launcher?: string;
  uid?: string;
}

/** Who looks, where it is not everybody's viewer. */
export interface Looking {
  headers?: Record<string, string>;
  orgId?: number;
  signal?: AbortSignal;
}

export const FROM_ALERT: Looking = { headers: { FromAlert: 'true' } };

/** One process of the plugin as Grafana runs it, with one data source. It remembers everything that came out. */
export class Grafana {
  private over = false;

  private constructor(
    private readonly plugin: Plugin,
    private dataSource: DataSourceSettings,
    /** What was logged and answered so far. */
    readonly traces: Trace[]
  ) {
    void plugin.ended.then(() => {
      this.over = true;
    });
  }

  static async start(upstream: Upstream, options: GrafanaOptions): Promise<Grafana> {
    const traces: Trace[] = [];
    const plugin = await startPlugin({
      binary: options.launcher ?? binary,
      onLog: (line) => traces.push({ place: 'log', content: line }),
    });
    const dataSource = {
      id: 1,
      uid: options.uid ?? 'genesys',
      name: 'Genesys Cloud Quality',
      jsonData: {
        baseUrl: upstream.url,
        clientId: 'demo',
        api: 'qualityMetrics',
        requestsPerMinute: 100_000,
        storePath: options.storePath,
        ...options.jsonData,
      },
      secureJsonData: { clientSecret: canary.CLIENT_SECRET, ...options.secureJsonData },
      updated: 1,
    };
    return new Grafana(plugin, dataSource, traces);
  }

  /** Settles when the process has ended, with the words for how. */
  get ended(): Promise<string> {
    return this.plugin.ended;
  }

  /** The panels of a dashboard, in one request; answers in their order. */
  async dashboard(panels: Panel[], { headers = {}, orgId, signal }: Looking = {}): Promise<PluginAnswer[]> {
    const answers = await this.plugin.queryData({
      dataSource: this.dataSource,
      headers,
      orgId,
      signal,
      queries: panels.map(({ json, from, to, intervalMs = 60_000 }, index) => ({
        refId: `Q${index}`,
        intervalMs,
        timeRange: { from: Date.parse(from), to: Date.parse(to) },
        json,
      })),
    });
    this.traces.push({ place: 'answer', content: JSON.stringify(answers) });
    return panels.map((_, index) => {
      const answer = answers[`Q${index}`];
      if (answer === undefined) {
        throw new Error(`The plugin left out the answer to query ${index}.`);
      }
      return answer;
    });
  }

  async panel(panel: Panel, looking?: Looking): Promise<PluginAnswer> {
    const [answer] = await this.dashboard([panel], looking);
    if (answer === undefined) {
      throw new Error('The plugin left out the only answer.');
    }
    return answer;
  }

  async health(): Promise<Health> {
    const health = await this.plugin.checkHealth({ dataSource: this.dataSource });
    this.traces.push({ place: 'health', content: JSON.stringify(health) });
    return health;
  }

  /** Lets the plugin see Genesys Cloud's clock: the health check always asks, and every answer has a date. */
  async takeTime(): Promise<void> {
    await this.health();
  }

  /** Saves the data source's settings, as its editor does: the next request finds a new instance. */
  save(jsonData: Record<string, unknown> = {}, secureJsonData: Record<string, string> = {}): void {
    this.dataSource = {
      ...this.dataSource,
      jsonData: { ...this.dataSource.jsonData, ...jsonData },
      secureJsonData: { ...this.dataSource.secureJsonData, ...secureJsonData },
      updated: this.dataSource.updated + 1,
    };
  }

  /** The sum of a metric of the plugin over its labels, by its name without the prefix; 0 for one that has no value yet. */
  async measured(name: string): Promise<number> {
    const lines = (await this.metrics()).matchAll(
      new RegExp(`^grafana_plugin_genesysquality_${name}(?:\\{[^}]*\\})? (\\S+)$`, 'gm')
    );
    return [...lines].reduce((sum, [, value]) => sum + Number(value), 0);
  }

  /** The log so far, a line each. */
  get log(): string {
    return this.traces.flatMap(({ place, content }) => (place === 'log' ? [content.toString()] : [])).join('\n');
  }

  /** Looks at the metrics once more, unless the process has ended. */
  async lastTraces(): Promise<void> {
    if (!this.over) {
      await this.metrics();
    }
  }

  /** Ends the process by a signal and waits for its end. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<string> {
    process.kill(this.plugin.pid, signal);
    return this.plugin.ended;
  }

  async close(): Promise<void> {
    await this.plugin.close();
  }

  private async metrics(): Promise<string> {
    const metrics = await this.plugin.collectMetrics();
    this.traces.push({ place: 'metrics', content: metrics });
    return metrics;
  }
}
