import { join } from 'node:path';

import type { Panel } from '../binary/replica';
import { until } from '../binary/until';
import type { Grafana } from './grafana';
import { VIEWERS, WORKDAY } from './outage';
import type { Scene } from './scene';
import type { SharedRedis } from './sharedRedis';
import type { SimulatedUpstream } from './upstream';

const HOUR_MS = 60 * 60 * 1000;

/** The working day, begun so many hours earlier: another question for each number. */
function workdayFrom(hoursEarlier: number): Panel {
  return { ...WORKDAY, from: new Date(Date.parse(WORKDAY.from) - hoursEarlier * HOUR_MS).toISOString() };
}

/** Two replicas of one data source, each with a store of its own, and the Redis that they share. */
export class Replicas {
  private panels = 0;

  private constructor(
    private readonly scene: Scene,
    readonly upstream: SimulatedUpstream,
    readonly redis: SharedRedis,
    readonly grafanas: Grafana[]
  ) {}

  static async start(scene: Scene): Promise<Replicas> {
    const [upstream, redis] = [await scene.simulated(), await scene.redis()];
    const replicas = new Replicas(scene, upstream, redis, []);
    await replicas.addOne();
    await replicas.addOne();
    // A token each, and when a replica is seen first is its own affair.
    await replicas.look(replicas.newPanel());
    await replicas.untilShared(true);
    await scene.count();
    return replicas;
  }

  /** Another replica, which knows nothing. */
  async addOne(): Promise<Grafana> {
    const storePath = join(await this.scene.folder(), 'snapshots.db');
    const grafana = await this.scene.grafana(this.upstream, { ...(await this.redis.join()), storePath });
    this.grafanas.push(grafana);
    return grafana;
  }

  /**
   * Viewers of every replica look at a working day; all see the truth, and each replica asks at most once.
   *
   * @returns the questions that it cost
   */
  async look(panel: Panel): Promise<number> {
    const before = await this.asked();
    const viewers = Array.from({ length: VIEWERS }, () => panel);
    const all = await Promise.all(this.grafanas.map((grafana) => grafana.dashboard(viewers)));
    for (const answer of all.flat()) {
      await this.upstream.expectTruth(panel, answer);
    }
    const cost = (await this.asked()) - before;
    expect(cost).toBeLessThanOrEqual(this.grafanas.length);
    return cost;
  }

  /** A working day that nobody has asked about. */
  newPanel(): Panel {
    this.panels += 1;
    return workdayFrom(this.panels);
  }

  /**
   * Looks until one question answers all replicas. On a busy machine Redis' 200 ms may be over at any time, and a replica
   * asks for itself: such an attempt does not count.
   *
   * @returns what they looked at
   */
  untilOneAsksForAll(): Promise<Panel> {
    return until('one replica asks for all', async () => {
      const panel = this.newPanel();
      const before = await this.scene.calls();
      if ((await this.look(panel)) === 1) {
        return panel;
      }
      this.scene.forget((await this.scene.calls()) - before);
      return undefined;
    });
  }

  private async asked(): Promise<number> {
    return (await this.upstream.control.state()).requests.metrics;
  }

  /** Waits until every replica has noticed by itself that Redis is there, or away. */
  async untilShared(shared: boolean): Promise<void> {
    await until(`shared_store_up is ${shared} everywhere`, async () => {
      const up = await Promise.all(this.grafanas.map((grafana) => grafana.measured('shared_store_up')));
      return up.every((value) => value === Number(shared)) || undefined;
    });
  }
}
