import { join } from 'node:path';

import { startPlugin, type Health, type Plugin, type PluginAnswer } from '../../preview/host/plugin';
import type { DataSourceSettings } from '../../preview/host/pluginContext';
import type { Simulator } from '../../simulator/simulator';
import { binary } from './binary';

/** A panel's query, and the dashboard's time range in ISO 8601. */
export interface Panel {
  json: Record<string, unknown>;
  from: string;
  to: string;
  /** Milliseconds. */
  intervalMs?: number;
}

export interface ReplicaOptions {
  /** Folder of the embedded store. */
  storeFolder: string;
  /** Settings beside the ones that every replica has. */
  jsonData?: Record<string, unknown>;
  clientSecret?: string;
}

/** One process of the plugin with one data source: what a Grafana replica is to Genesys Cloud. */
export class Replica {
  private constructor(
    readonly plugin: Plugin,
    private readonly dataSource: DataSourceSettings
  ) {}

  /** Starts the process. It knows nothing of the simulator's clock before its first answer, see `takeTime`. */
  static async start(simulator: Simulator, options: ReplicaOptions): Promise<Replica> {
    const plugin = await startPlugin({ binary });
    return new Replica(plugin, {
      id: 1,
      uid: 'genesys',
      name: 'Genesys Cloud Quality',
      jsonData: {
        baseUrl: simulator.url,
        clientId: 'demo',
        api: 'qualityMetrics',
        requestsPerMinute: 100_000,
        storePath: join(options.storeFolder, 'snapshots.db'),
        ...options.jsonData,
      },
      secureJsonData: { clientSecret: options.clientSecret ?? 'demo-secret' },
      updated: 1,
    });
  }

  /** A dashboard's panels in one request, as a viewer's browser sends them. Answers stand in the panels' order. */
  async answers(panels: Panel[], headers: Record<string, string> = {}): Promise<PluginAnswer[]> {
    const answers = await this.plugin.queryData({
      dataSource: this.dataSource,
      headers,
      queries: panels.map(({ json, from, to, intervalMs }, index) => ({
        refId: `Q${index}`,
        intervalMs: intervalMs ?? 60_000,
        timeRange: { from: Date.parse(from), to: Date.parse(to) },
        json,
      })),
    });
    return panels.map((_, index) => {
      const answer = answers[`Q${index}`];
      if (answer === undefined) {
        throw new Error(`The plugin left out the answer to query ${index}.`);
      }
      return answer;
    });
  }

  async answer(panel: Panel): Promise<PluginAnswer> {
    const [answer] = await this.answers([panel]);
    if (answer === undefined) {
      throw new Error('The plugin left out the only answer.');
    }
    return answer;
  }

  /** What a resource of the backend answers to a GET, parsed; the path may have parameters. */
  async resource(url: string): Promise<unknown> {
    const [path = ''] = url.split('?');
    const bodies: Buffer[] = [];
    for await (const { body } of this.plugin.callResource({ dataSource: this.dataSource, path, url })) {
      bodies.push(body);
    }
    return JSON.parse(Buffer.concat(bodies).toString());
  }

  checkHealth(): Promise<Health> {
    return this.plugin.checkHealth({ dataSource: this.dataSource });
  }

  /** Lets the plugin see the simulator's clock: the health check always asks, and every answer has a date. */
  async takeTime(): Promise<void> {
    await this.checkHealth();
  }

  /** The value of one of the plugin's own metrics, by its name without the prefix. */
  async measured(name: string): Promise<number | undefined> {
    const metrics = await this.plugin.collectMetrics();
    const value = new RegExp(`^grafana_plugin_genesysquality_${name}(?:\\{[^}]*\\})? (\\S+)$`, 'm').exec(metrics)?.[1];
    return value === undefined ? undefined : Number(value);
  }

  /** Ends the process by a signal and waits for its end. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    process.kill(this.plugin.pid, signal);
    await this.plugin.ended;
  }

  close(): Promise<void> {
    return this.plugin.close();
  }
}
