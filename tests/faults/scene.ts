import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { SimulatorOptions } from '../../simulator/options';
import * as canary from './canary';
import { leaks, type Trace } from './canary';
import { Grafana, type GrafanaOptions } from './grafana';
import { RawUpstream } from './rawUpstream';
import { SharedRedis } from './sharedRedis';
import { SimulatedUpstream, type Upstream } from './upstream';

/** What a case has started: it counts the calls, looks for leaks, and ends everything. */
export class Scene {
  private readonly endings: Array<() => Promise<unknown>> = [];
  private readonly upstreams: Upstream[] = [];
  private readonly grafanas: Grafana[] = [];
  private readonly redises: SharedRedis[] = [];
  private readonly folders: string[] = [];
  private counted = 0;

  /** Everything that `findLeaks` has looked at. */
  seen: Trace[] = [];

  /** A contact centre of 30 agents, on the machine's time unless told otherwise. */
  async simulated(options: Partial<SimulatorOptions> = {}): Promise<SimulatedUpstream> {
    return this.addUpstream(await SimulatedUpstream.start(options));
  }

  async raw(): Promise<RawUpstream> {
    return this.addUpstream(await RawUpstream.start());
  }

  /** A process with a store of its own, unless it is told where its store lies. */
  async grafana(upstream: Upstream, options: Partial<GrafanaOptions> = {}): Promise<Grafana> {
    const storePath = options.storePath ?? join(await this.folder(), 'snapshots.db');
    const jsonData = { ...(await upstream.settings()), ...options.jsonData };
    const grafana = await Grafana.start(upstream, { ...options, storePath, jsonData });
    this.grafanas.push(grafana);
    this.endings.push(() => grafana.close());
    return grafana;
  }

  /** A real redis-server with a password, at the end of a wire. */
  async redis(): Promise<SharedRedis> {
    const redis = await SharedRedis.start();
    this.redises.push(redis);
    this.endings.push(() => redis.close());
    return redis;
  }

  /** A folder that is gone with the case; what lies in it must hold no secret. */
  async folder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'genesysquality-faults-'));
    this.folders.push(folder);
    this.endings.push(() => rm(folder, { recursive: true, force: true }));
    return folder;
  }

  /** Adds something that was started elsewhere. */
  add<Thing>(thing: Thing, ending: () => Promise<unknown>): Thing {
    this.endings.push(ending);
    return thing;
  }

  /** Counts calls from here on: what came before was preparation. */
  async count(): Promise<void> {
    this.counted = await this.allCalls();
  }

  /** Does something whose calls do not count. */
  async uncounted(work: () => Promise<unknown>): Promise<void> {
    const before = await this.allCalls();
    await work();
    this.counted += (await this.allCalls()) - before;
  }

  /** Leaves calls out of the count that were an attempt. */
  forget(calls: number): void {
    this.counted += calls;
  }

  /** Requests to all upstreams since `count`. */
  async calls(): Promise<number> {
    return (await this.allCalls()) - this.counted;
  }

  /**
   * Looks for the secrets in everything that came out and everything that was kept, and for people in logs and metrics.
   * Ends the processes: their stores are read as they lie.
   */
  async findLeaks(): Promise<string[]> {
    for (const grafana of this.grafanas) {
      await grafana.lastTraces();
      await grafana.close();
    }
    const traces = this.grafanas.flatMap((grafana) => grafana.traces);
    for (const folder of this.folders) {
      traces.push(...(await filesOf(folder)));
    }
    for (const redis of this.redises) {
      traces.push(...(await redis.traces()));
    }
    this.seen = traces;
    const given = this.upstreams.flatMap((upstream) => upstream.secrets());
    const secrets = [canary.CLIENT_SECRET, canary.REDIS_PASSWORD, canary.TOKEN, ...given];
    const people = await Promise.all(this.upstreams.map((upstream) => upstream.people()));
    const inPublic = traces.filter(({ place }) => place === 'log' || place === 'metrics');
    return [...leaks(traces, [...new Set(secrets)]), ...leaks(inPublic, people.flat())];
  }

  /** Ends everything, in reverse order. */
  async end(): Promise<void> {
    for (const ending of this.endings.splice(0).reverse()) {
      await ending();
    }
  }

  private addUpstream<One extends Upstream>(upstream: One): One {
    this.upstreams.push(upstream);
    this.endings.push(() => upstream.close());
    return upstream;
  }

  private async allCalls(): Promise<number> {
    const calls = await Promise.all(this.upstreams.map((upstream) => upstream.calls()));
    return calls.reduce((sum, count) => sum + count, 0);
  }
}

async function filesOf(folder: string): Promise<Trace[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ path, name }) => join(path, name));
  return Promise.all(files.map(async (file) => ({ place: 'store', content: await readFile(file) })));
}
