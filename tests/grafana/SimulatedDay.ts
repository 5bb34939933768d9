import type { NamedEvaluation } from '../../simulator/control/evaluations';
import type { SimulatorControl } from '../../simulator/control/client';
import { DATA_SOURCE_UID, oauthClient, PLUGIN_ID } from './environment';
import { dataSourceQuery, type GrafanaApi } from './GrafanaApi';

const MINUTE = 60_000;
const WINDOW = 15 * MINUTE;
/** The number of the last window to move to. Two hours back a rule's range would lie in the simulator's future. */
const LAST_WINDOW = 7;

/**
 * A data source of its own, and the simulator's clock, which this moves from window to window, 0 to 7. The clock stays
 * behind the real one: Grafana asks for ranges that end by its own clock.
 */
export class SimulatedDay {
  private start = 0;

  private constructor(
    readonly dataSourceUid: string,
    private readonly grafana: GrafanaApi,
    private readonly simulator: SimulatorControl
  ) {}

  static async begin(grafana: GrafanaApi, simulator: SimulatorControl): Promise<SimulatedDay> {
    const uid = `test-${Date.now()}`;
    const { jsonData } = await grafana.get<{ jsonData: object }>(`/api/datasources/uid/${DATA_SOURCE_UID}`);
    const { clientId, clientSecret } = oauthClient(process.env);
    await grafana.post('/api/datasources', {
      uid,
      name: uid,
      type: PLUGIN_ID,
      access: 'proxy',
      jsonData: { ...jsonData, clientId },
      secureJsonData: { clientSecret },
    });
    const day = new SimulatedDay(uid, grafana, simulator);
    await simulator.reset({ dataset: true });
    // Which API answers is found out first, by a question that is of the past for both clocks.
    await simulator.setClock({ now: new Date().toISOString(), speed: 1 });
    await grafana.askNow(uid);
    day.start = Math.floor(Date.now() / WINDOW) * WINDOW - LAST_WINDOW * WINDOW;
    await day.moveTo(0);
    return day;
  }

  /** Lets it be so many minutes after a window's end, where the window at the beginning is number 0. */
  async moveTo(window: number, minutes = 2): Promise<void> {
    const now = new Date(this.endOf(window) + minutes * MINUTE).toISOString();
    await this.simulator.setClock({ now, speed: 1 });
    // The plugin learns the time from Genesys' answers.
    await this.grafana.askNow(this.dataSourceUid);
  }

  /** Adds so many evaluations of one agent, queue and form to a window. */
  async evaluate(
    window: number,
    of: { agentId: string; queueId: string; evaluationFormId: string },
    { passed, count }: { passed: boolean; count: number }
  ): Promise<void> {
    const submittedAt = new Date(this.endOf(window) - MINUTE).toISOString();
    const add = Array.from({ length: count }, () => ({ ...of, passed, score: passed ? 100 : 0, submittedAt }));
    await this.simulator.addEvaluations(add);
  }

  /** Makes the batches of the last two hours before a window's end come so many minutes late. */
  async delayTwoHours(window: number, minutes: number): Promise<void> {
    for (let back = 1; back <= 8; back++) {
      await this.simulator.delay(new Date(this.endOf(window) - back * WINDOW).toISOString(), minutes);
    }
  }

  /** The evaluations behind what the data source says of the business day. */
  async evaluations(): Promise<NamedEvaluation[]> {
    const query = dataSourceQuery('A', { groupBy: ['agent'], metrics: ['count'], minimumCount: 0 }, this.dataSourceUid);
    const { A } = await this.grafana.query([query]);
    const custom = A?.frames?.[0]?.schema?.meta?.custom;
    if (!custom) {
      throw new Error(`The data source does not answer: ${A?.error}`);
    }
    return this.simulator.evaluations({ from: custom.from, to: custom.to, deliveredBy: custom.asOf });
  }

  /** Gives the simulator its time and its data set back, and Grafana its data sources. */
  async end(): Promise<void> {
    await this.simulator.reset({ dataset: true });
    await this.simulator.setClock({ now: new Date().toISOString(), speed: 1 });
    await this.grafana.delete(`/api/datasources/uid/${this.dataSourceUid}`);
    await this.grafana.askNow(DATA_SOURCE_UID);
  }

  private endOf(window: number): number {
    return this.start + window * WINDOW;
  }
}
