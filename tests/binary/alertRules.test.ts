import type { PluginAnswer } from '../../preview/host/plugin';
import intradayQuality from '../../src/dashboards/intraday-quality.json';
import { DATA_SOURCE_UID } from '../grafana/environment';
import { rulesInFiles, type AlertRule, type RuleQuery } from '../grafana/AlertRules';
import { customOf, framesOf, statRows } from './frames';
import type { Panel, Replica } from './replica';
import { AFTERNOON, Started } from './started';

const MINUTE_MS = 60_000;
const DIALECTS = ['qualityMetrics', 'analytics'] as const;
const RULES = rulesInFiles();
const FAILING = named('Feed failing');
const STALE = named('Feed stale');
const OTHERS = RULES.filter(({ title }) => title !== FAILING.title);

const started = new Started();
afterEach(() => started.end());

function named(title: string): AlertRule {
  const rule = RULES.find((candidate) => candidate.title === title);
  if (rule === undefined) {
    throw new Error(`There is no rule "${title}".`);
  }
  return rule;
}

/** The queries of a rule that the plugin answers. */
function queriesOf({ data }: AlertRule): RuleQuery[] {
  return data.filter(({ datasourceUid }) => datasourceUid === DATA_SOURCE_UID);
}

/** The query that a rule's threshold looks at, and where it lies. */
function watched({ title, condition, data }: AlertRule): { query: RuleQuery; threshold: number } {
  const threshold = data.find(({ refId }) => refId === condition)?.model;
  const query = data.find(({ refId }) => refId === threshold?.expression);
  const [{ evaluator }] = threshold?.conditions as [{ evaluator: { type: string; params: [number] } }];
  if (query === undefined || evaluator.type !== 'lt') {
    throw new Error(`${title} does not ask whether something lies below a threshold.`);
  }
  return { query, threshold: evaluator.params[0] };
}

/** The answers to these queries, as Grafana's alerting asks at a time of the simulator. */
async function evaluate(replica: Replica, queries: RuleQuery[], now: string): Promise<PluginAnswer[]> {
  const before = (seconds: number) => new Date(Date.parse(now) - seconds * 1000).toISOString();
  const panels = queries.map(({ model, relativeTimeRange: { from, to } }): Panel => ({
    json: model,
    from: before(from),
    to: before(to),
    intervalMs: 1000,
  }));
  return replica.answers(panels, { FromAlert: 'true' });
}

async function start(api: (typeof DIALECTS)[number], agents?: number) {
  const simulator = await started.simulator({ lateBatches: 0, ...(agents !== undefined && { agents }) });
  const replica = await started.replica(simulator, { storeFolder: await started.folder(), jsonData: { api } });
  const moveTo = async (now: string): Promise<void> => {
    await simulator.control.setClock({ now });
    await replica.takeTime();
  };
  await replica.takeTime();
  return { simulator, replica, moveTo };
}

test.each(DIALECTS)('"Feed stale": one evaluation in two hours is a delivery, none is not (%s)', async (api) => {
  const { simulator, replica, moveTo } = await start(api, 0);
  const submittedAt = '2032-11-19T13:20:00Z';
  await simulator.control.addEvaluations([{ agentId: 'somebody', score: 50, submittedAt }]);
  const { query, threshold } = watched(STALE);
  const [one] = await evaluate(replica, [query], AFTERNOON);
  expect([...statRows(one ?? missing()).values()].map(({ numbers }) => numbers)).toEqual([{ count: 1 }]);
  expect(threshold).toBe(1);

  await moveTo('2032-11-19T15:35:30Z');
  const [none] = await evaluate(replica, [query], '2032-11-19T15:35:30Z');
  expect(framesOf(none ?? missing()).map(({ schema }) => schema?.fields)).toEqual([[]]);
  expect(STALE.noDataState).toBe('Alerting');
});

test('"Feed failing" depends on every question that another rule goes by, and on nothing else', () => {
  const asked = ({ relativeTimeRange, model }: RuleQuery) => ({ relativeTimeRange, model: { ...model, refId: '' } });
  const own = queriesOf(FAILING);
  // Where two rules go by the same question once is enough.
  expect(own.map(asked)).toEqual(expect.arrayContaining(OTHERS.map((rule) => asked(watched(rule).query))));
  expect(own).toHaveLength(OTHERS.length);

  const condition = FAILING.data.find(({ refId }) => refId === FAILING.condition)?.model;
  const conditions = condition?.conditions as Array<{ query: { params: string[] }; evaluator: object }>;
  expect(condition?.type).toBe('classic_conditions');
  expect(conditions.map(({ query }) => query.params)).toEqual(own.map(({ refId }) => [refId]));
  // Counts and rates are never negative: only an error makes the rule fire.
  expect(conditions.map(({ evaluator }) => evaluator)).toEqual(own.map(() => ({ type: 'lt', params: [0] })));
  expect([FAILING.execErrState, FAILING.noDataState]).toEqual(['Alerting', 'OK']);
});

test.each([
  { groupBy: 'agent', failing: ['agent'] },
  { groupBy: 'queue', failing: ['queue'] },
  // The organization's total is merged from its forms.
  { groupBy: 'evaluationForm', failing: ['total', 'evaluationForm'] },
])('"Feed failing" has an error when only the questions by $groupBy fail', async ({ groupBy, failing }) => {
  const { simulator, replica } = await start('qualityMetrics');
  await simulator.control.addFault({ path: 'metrics', kind: 'status', status: 403, match: { groupBy } });
  const answers = await evaluate(replica, queriesOf(FAILING), AFTERNOON);
  const errors = queriesOf(FAILING).map(({ refId }, index) => [refId, answers[index]?.error] as const);
  expect(errors.filter(([, error]) => error?.includes('403 Forbidden')).map(([refId]) => refId)).toEqual(failing);
  expect(errors.filter(([, error]) => error !== undefined)).toHaveLength(failing.length);
});

test.each(OTHERS)('"$title" waits for longer than the numbers of one window serve', async (rule) => {
  const { simulator, replica, moveTo } = await start('qualityMetrics');
  const { query } = watched(rule);
  const [first] = await evaluate(replica, [query], AFTERNOON);
  expect(customOf(first ?? missing()).to).toBe('2032-11-19T15:15:00Z');

  await simulator.control.addFault({ path: 'metrics', kind: 'status', status: 503 });
  const askable = Date.parse('2032-11-19T15:16:00Z');
  const served: number[] = [];
  for (let minutes = 15; minutes <= 25; minutes++) {
    const now = new Date(askable + minutes * MINUTE_MS).toISOString();
    await moveTo(now);
    const [answer] = await evaluate(replica, [query], now);
    if (answer?.error === undefined) {
      expect(customOf(answer ?? missing()).to).toBe('2032-11-19T15:15:00Z');
      served.push(minutes);
    }
  }
  expect(served).toContain(15);
  const [, wait] = /^(\d+)m$/.exec(rule.for) ?? [];
  // Grafana fires when as many minutes have passed as the rule waits.
  expect(Number(wait)).toBeGreaterThan(Math.max(...served));
});

test.each([
  { api: 'qualityMetrics', alone: 4, besideDashboard: 1 },
  { api: 'analytics', alone: 7, besideDashboard: 3 },
] as const)('all rules together cost what docs/alerting.md says ($api)', async ({ api, alone, besideDashboard }) => {
  const { simulator, replica, moveTo } = await start(api);
  const questions = async () => {
    const { requests } = await simulator.control.state();
    return requests.metrics + requests.evaluationAggregates;
  };
  const cost = async (ask: () => Promise<unknown>) => {
    const before = await questions();
    await ask();
    return (await questions()) - before;
  };
  const everyRule = async (now: string) => {
    const answers = await Promise.all(RULES.map((rule) => evaluate(replica, queriesOf(rule), now)));
    answers.flat().forEach(framesOf);
  };
  expect(await cost(() => everyRule(AFTERNOON))).toBe(alone);
  expect(await cost(() => everyRule('2032-11-19T15:21:30Z'))).toBe(0);

  const next = '2032-11-19T15:35:30Z';
  await moveTo(next);
  await replica.answers(dashboardPanels(next));
  expect(await cost(() => everyRule(next))).toBe(besideDashboard);
});

/** What the dashboard "Intraday quality" asks: a business day, whatever its time range. */
function dashboardPanels(now: string): Panel[] {
  const panels: Array<{ targets?: Array<Record<string, unknown>> }> = intradayQuality.panels;
  const targets = panels.flatMap((panel) => panel.targets ?? []);
  expect(targets.map(({ timeRange }) => timeRange)).toEqual(targets.map(() => 'businessDay'));
  return targets.map((json) => ({ json, from: '2032-11-19T00:00:00Z', to: now }));
}

function missing(): never {
  throw new Error('A query of a rule has no answer.');
}
