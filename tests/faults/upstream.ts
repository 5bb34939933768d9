import type { PluginAnswer } from '../../preview/host/plugin';
import type { SimulatorOptions } from '../../simulator/options';
import { startSimulator, type Simulator } from '../../simulator/simulator';
import { group } from '../binary/expected';
import { tableRows } from '../binary/frames';
import type { Panel } from '../binary/replica';
import * as canary from './canary';
import { Wire } from './wire';

/** A Genesys Cloud that a case can spoil, and that knows what is true. */
export interface Upstream {
  /** The data source's `baseUrl`. */
  readonly url: string;
  /** Settings of a data source that reads it, beside its address. */
  settings(): Promise<Record<string, unknown>>;
  /** How many requests it has had, tokens and names included. */
  calls(): Promise<number>;
  /** The secrets that it gave away. */
  secrets(): string[];
  /** Names and ids of agents and evaluators, which must stand in no log. */
  people(): Promise<string[]>;
  /** Every number of the panel must be true, and none be missing. A panel is by agent, without a minimum count. */
  expectTruth(panel: Panel, answer: PluginAnswer): Promise<void>;
  close(): Promise<void>;
}

/** Genesys Cloud rounds to a decimal, and merges of what it rounded are as much off. */
const ROUNDING = 0.05 + 1e-9;

/** The simulator at the end of a wire that can be cut. */
export class SimulatedUpstream implements Upstream {
  private constructor(
    private readonly simulator: Simulator,
    readonly wire: Wire
  ) {}

  static async start(options: Partial<SimulatorOptions>): Promise<SimulatedUpstream> {
    const standard = { agents: 30, requestsPerMinute: 100_000, lateBatches: 0, clientSecret: canary.CLIENT_SECRET };
    const simulator = await startSimulator({ ...standard, ...options });
    return new SimulatedUpstream(simulator, await Wire.to(Number(new URL(simulator.url).port)));
  }

  get control(): Simulator['control'] {
    return this.simulator.control;
  }

  get url(): string {
    return `http://127.0.0.1:${this.wire.port}`;
  }

  /** The pass marks: with them both dialects give the same pass rates. */
  async settings(): Promise<Record<string, unknown>> {
    const { evaluationForms } = await this.control.organization();
    const passThresholds = evaluationForms.map(({ id, passMark }) => ({
      formId: id,
      passScore: passMark,
      criticalScore: 100,
    }));
    return { passThresholds };
  }

  async calls(): Promise<number> {
    return (await this.control.state()).requests.total;
  }

  secrets(): string[] {
    const tokens = this.wire.answered.toString('latin1').matchAll(/"access_token":"([^"]+)"/g);
    return [...tokens].map(([, token = '']) => token);
  }

  async people(): Promise<string[]> {
    const { agents, evaluators } = await this.control.organization();
    return [...agents, ...evaluators].flatMap(({ id, name }) => [id, name]);
  }

  async expectTruth({ from, to }: Panel, answer: PluginAnswer): Promise<void> {
    const { now } = await this.control.state();
    const evaluations = await this.control.evaluations({ from, to, deliveredBy: now });
    const expected = group(evaluations, 'agent');
    const rows = tableRows(answer);
    expect([...rows.keys()].sort()).toEqual([...expected.keys()].sort());
    expect(rows.size).toBeGreaterThan(0);
    for (const [id, { name, evaluations: behind }] of expected) {
      const { entityName, numbers } = rows.get(id) ?? missing(id);
      expect({ id, name: entityName, count: numbers.count }).toEqual({ id, name, count: behind.length });
      const average = behind.reduce((sum, { score }) => sum + score, 0) / behind.length;
      const passRate = (100 * behind.filter(({ passed }) => passed).length) / behind.length;
      expect(Math.abs((numbers.averageScore ?? NaN) - average)).toBeLessThanOrEqual(ROUNDING);
      expect(Math.abs((numbers.passRate ?? NaN) - passRate)).toBeLessThanOrEqual(ROUNDING);
    }
  }

  async close(): Promise<void> {
    await this.wire.close();
    await this.simulator.close();
  }
}

function missing(id: string): never {
  throw new Error(`The answer has no row of ${id}.`);
}
