import type { PluginAnswer } from '../../preview/host/plugin';
import type { NamedEvaluation } from '../../simulator/control/evaluations';
import type { LoggedQuestion } from '../../simulator/requestLog';
import type { Simulator } from '../../simulator/simulator';
import { expectNumbers, group } from './expected';
import { customOf, noticesOf, tableRows } from './frames';
import type { Panel, Replica } from './replica';

const GROUP_BY = ['agent', 'queue', 'skill', 'evaluationForm', 'evaluator'] as const;
const HOUR_MS = 60 * 60 * 1000;

/** What a panel of the wallboard asks, and the evaluation form it is limited to. */
interface WallboardPanel {
  groupBy: (typeof GROUP_BY)[number];
  evaluationFormId?: string;
  panel: Panel;
}

/** Dashboards in front of many viewers: twelve panels, each of them one question to Genesys Cloud. */
export class Wallboard {
  /** The first answer to a panel in a window, as JSON: all others must equal it. By panel and range. */
  private readonly answered = new Map<string, string>();

  private constructor(
    private readonly simulator: Simulator,
    private readonly forms: string[]
  ) {}

  static async of(simulator: Simulator): Promise<Wallboard> {
    const { evaluationForms } = await simulator.control.organization();
    return new Wallboard(
      simulator,
      evaluationForms.map(({ id }) => id)
    );
  }

  /** The number of panels, and so of questions a window. */
  get size(): number {
    return 12;
  }

  /** Every viewer of every replica looks at once; checks each answer. */
  async look(replicas: Replica[], viewers = 20): Promise<void> {
    const { now } = await this.simulator.control.state();
    const panels = this.panels(Date.parse(now));
    const all = await Promise.all(
      replicas.flatMap((replica) =>
        Array.from({ length: viewers }, () => replica.answers(panels.map(({ panel }) => panel)))
      )
    );
    for (const answers of all) {
      for (const [index, panel] of panels.entries()) {
        const answer = answers[index];
        if (answer === undefined) {
          throw new Error(`Panel ${index} has no answer.`);
        }
        await this.check(`${index}`, panel, answer);
      }
    }
  }

  private panels(now: number): WallboardPanel[] {
    const [firstForm = '', secondForm = ''] = this.forms;
    const lastHour = { from: new Date(now - HOUR_MS).toISOString(), to: new Date(now).toISOString() };
    const panel = (timeRange: string, groupBy: (typeof GROUP_BY)[number], evaluationFormId?: string) => ({
      groupBy,
      evaluationFormId,
      panel: {
        ...lastHour,
        json: {
          groupBy: [groupBy],
          timeRange,
          minimumCount: 0,
          evaluationFormIds: evaluationFormId && [evaluationFormId],
        },
      },
    });
    return [
      ...GROUP_BY.map((groupBy) => panel('businessDay', groupBy)),
      ...GROUP_BY.map((groupBy) => panel('dashboard', groupBy)),
      panel('businessDay', 'agent', firstForm),
      panel('businessDay', 'queue', secondForm),
    ];
  }

  /** An answer must not be late, must be what the raw evaluations make it, and the same for everybody. */
  private async check(
    name: string,
    { groupBy, evaluationFormId }: WallboardPanel,
    answer: PluginAnswer
  ): Promise<void> {
    expect(noticesOf(answer)).toBe('');
    const { from, to } = customOf(answer);
    const key = `${name} ${from}/${to}`;
    const data = JSON.stringify(answer.frames.map((frame) => frame.data));
    const before = this.answered.get(key);
    if (before !== undefined) {
      expect(data).toBe(before);
      return;
    }
    this.answered.set(key, data);
    const { now } = await this.simulator.control.state();
    const evaluations = await this.simulator.control.evaluations({ from, to, deliveredBy: now });
    const counts = (one: NamedEvaluation) =>
      evaluationFormId === undefined || one.evaluationFormId === evaluationFormId;
    const expected = group(evaluations.filter(counts), groupBy);
    const rows = tableRows(answer);
    expect([...rows.keys()].sort()).toEqual([...expected.keys()].sort());
    for (const [entityId, { evaluations: behind }] of expected) {
      expectNumbers(rows.get(entityId)?.numbers, behind);
    }
  }
}

/** When each question of the wallboard was asked, by `groupBy form start/end`. */
export function callsByQuestion(questions: LoggedQuestion[]): Map<string, string[]> {
  const calls = new Map<string, string[]>();
  // The health check asks for one window; no panel does.
  const isPanels = ({ startTime, endTime }: LoggedQuestion) =>
    Date.parse(endTime ?? '') - Date.parse(startTime ?? '') >= HOUR_MS;
  for (const { groupBy, evaluationFormId, startTime, endTime, at } of questions.filter(isPanels)) {
    const key = `${groupBy} ${evaluationFormId ?? 'all forms'} ${startTime}/${endTime}`;
    calls.set(key, [...(calls.get(key) ?? []), at]);
  }
  return calls;
}
