import { expect, request as requests, test } from '@playwright/test';

import { SimulatorControl } from '../../../simulator/control/client';
import { copyOf, provisionedRules, RuleFolder, type AlertRule } from '../AlertRules';
import { authorization, DATA_SOURCE_UID, grafanaUrl, NO_SIMULATOR } from '../environment';
import { GrafanaApi } from '../GrafanaApi';
import { expectedStates, failuresToAlert, passesToRecover, passRateRule, tally, type Tally } from '../passRates';
import { SimulatedDay } from '../SimulatedDay';

const BY_QUEUE = 'Pass rate by queue';
const PASS_RATES = ['Pass rate by agent', BY_QUEUE, 'Pass rate by form'];
const NAMELESS = 'Pass rate by agent, without names';
const [FAILING, STALE] = ['Feed failing', 'Feed stale'];
/** The copies that wait as long as the provisioned rules do. */
const patient = (title: string): string => `${title}, as provisioned`;
const EVERY_TEN_SECONDS = { timeout: 90_000, intervals: [2000] };

test.describe.configure({ mode: 'serial', timeout: 300_000 });
test.skip(!process.env.SIMULATOR_URL, NO_SIMULATOR);

/** A dashboard as Grafana gives it, as far as a link leads into it. */
interface Dashboard {
  templating: { list: Array<{ name: string }> };
  panels: Array<{ id: number; targets?: Array<{ queryType?: string }> }>;
}

let simulator: SimulatorControl;
let grafana: GrafanaApi;
let day: SimulatedDay;
let folder: RuleFolder;
let rules: AlertRule[];
/** Whose pass rate falls and rises: an agent whom nobody else evaluates, in the first queue and by the first form. */
let fallen: { agentId: string; queueId: string; evaluationFormId: string };

test.beforeAll(async () => {
  grafana = new GrafanaApi(
    await requests.newContext({ baseURL: grafanaUrl(process.env), extraHTTPHeaders: authorization(process.env) })
  );
  simulator = new SimulatorControl(process.env.SIMULATOR_URL ?? '');
  day = await SimulatedDay.begin(grafana, simulator);
  const { agents, queues, evaluationForms } = await simulator.organization();
  fallen = {
    agentId: agents.find(({ kind }) => kind === 'ghost')?.id ?? '',
    queueId: queues[0]?.id ?? '',
    evaluationFormId: evaluationForms[0]?.id ?? '',
  };

  rules = await provisionedRules(grafana);
  const { dataSourceUid } = day;
  const quick = rules.map((rule) => copyOf(rule, { dataSourceUid, title: rule.title, for: '10s' }));
  const waiting = rules.map((rule) => copyOf(rule, { dataSourceUid, title: patient(rule.title) }));
  const query = { nameLabel: false };
  const nameless = copyOf(named(PASS_RATES[0]), { dataSourceUid, title: NAMELESS, for: '10s', query });
  folder = await RuleFolder.create(grafana, dataSourceUid, [...quick, ...waiting, nameless]);
});

test.afterAll(async () => {
  await folder?.remove();
  await day?.end();
});

function named(title: string | undefined): AlertRule {
  const rule = rules.find((candidate) => candidate.title === title);
  if (!rule) {
    throw new Error(`There is no rule "${title}"`);
  }
  return rule;
}

/** The pass rate rules stand as single evaluations say, and those that wait are no further than pending. */
async function expectPassRatesAsSimulated(titles = PASS_RATES): Promise<void> {
  const evaluations = await day.evaluations();
  for (const title of titles) {
    const rule = passRateRule(named(title));
    const expected = expectedStates(rule, tally(evaluations, rule.groupBy));
    await expect.poll(() => folder.states(title), EVERY_TEN_SECONDS).toEqual(expected);
    const waiting = Object.entries(expected).map(([id, state]) => [id, state.replace('Alerting', 'Pending')]);
    await expect.poll(() => folder.states(patient(title)), EVERY_TEN_SECONDS).toEqual(Object.fromEntries(waiting));
  }
}

async function expectFeed(title: string, state: 'Normal' | 'Alerting'): Promise<void> {
  await expect.poll(() => folder.states(title), EVERY_TEN_SECONDS).toEqual({ '': state });
  const waiting = state === 'Alerting' ? 'Pending' : state;
  await expect.poll(() => folder.states(patient(title)), EVERY_TEN_SECONDS).toEqual({ '': waiting });
}

/** How the three rules see the fallen: their tallies, by the rule's title. */
async function talliesOfFallen(): Promise<Array<{ title: string; id: string; of: Tally }>> {
  const evaluations = await day.evaluations();
  const ids = { agent: fallen.agentId, queue: fallen.queueId, evaluationForm: fallen.evaluationFormId };
  return PASS_RATES.map((title) => {
    const { groupBy } = passRateRule(named(title));
    const of = tally(evaluations, groupBy).get(ids[groupBy]) ?? { passed: 0, count: 0 };
    return { title, id: ids[groupBy], of };
  });
}

test('at first every rule is Normal or Alerting, as the simulator says', async () => {
  await expectPassRatesAsSimulated();
  await expectFeed(FAILING, 'Normal');
  await expectFeed(STALE, 'Normal');
});

test('a request that fails, and fails again, pages nobody: the numbers before serve for five minutes', async () => {
  const failures = (await talliesOfFallen()).map(({ title, of }) => failuresToAlert(of, passRateRule(named(title))));
  await day.evaluate(1, fallen, { passed: false, count: Math.max(...failures) });
  const sinceWhen = async () => (await folder.instances(FAILING)).map(({ state, activeAt }) => `${state} ${activeAt}`);
  const before = await sinceWhen();
  expect(before).toHaveLength(1);
  // Once alone would prove nothing: Grafana itself tries an evaluation that fails again.
  await simulator.addFault({ path: 'metrics', kind: 'status', status: 503, match: { groupBy: 'queue' } });
  await day.moveTo(1);

  const answers = async () => {
    const { questions } = await simulator.state();
    return questions.filter(({ groupBy }) => groupBy === 'queue').map(({ status }) => status);
  };
  await expect.poll(async () => (await answers()).slice(-2), EVERY_TEN_SECONDS).toEqual([503, 503]);
  for (let evaluation = 1; evaluation <= 2; evaluation++) {
    const evaluatedAt = async () => (await folder.status(FAILING))?.lastEvaluation;
    const last = await evaluatedAt();
    await expect.poll(evaluatedAt, EVERY_TEN_SECONDS).not.toBe(last);
  }
  await simulator.clearFaults();
  await expect.poll(async () => (await answers()).at(-1), EVERY_TEN_SECONDS).toBe(200);
  // Had it been anything but Normal in between, it would be Normal since later.
  expect(await sinceWhen()).toEqual(before);
});

test('who falls below the threshold is Alerting, in words that can be read and with a link', async () => {
  await expectPassRatesAsSimulated();
  for (const { title, id, of } of await talliesOfFallen()) {
    const alert = (await folder.instances(title)).find(({ labels }) => labels.entityId === id);
    expect(alert?.state, title).toBe('Alerting');
    const rate = ((100 * of.passed) / of.count).toFixed(1);
    expect(alert?.annotations.summary).toBe(
      `${alert?.labels.entityName}: pass rate ${rate} % of ${of.count} evaluations today`
    );
    const link = new URL(alert?.annotations.evaluations ?? '');
    const { dashboard } = await grafana.get<{ dashboard: Dashboard }>(
      `/api/dashboards/uid/${link.pathname.split('/').pop()}`
    );
    const {
      viewPanel,
      'var-datasource': dataSource,
      'var-period': period,
      ...chosen
    } = Object.fromEntries(link.searchParams);
    expect({ dataSource, period }).toEqual({ dataSource: DATA_SOURCE_UID, period: 'businessDay' });
    expect(Object.values(chosen)).toEqual([id]);
    const variables = dashboard.templating.list.map(({ name }) => `var-${name}`);
    expect(variables).toEqual(expect.arrayContaining(Object.keys(chosen)));
    const panel = dashboard.panels.find(({ id: panelId }) => `panel-${panelId}` === viewPanel);
    expect(panel?.targets?.map(({ queryType }) => queryType)).toEqual(['evaluations']);
  }
});

test('while Genesys Cloud fails only the rule for that changes, and it waits', async () => {
  await simulator.addFault({ path: 'metrics', kind: 'status', status: 503 });
  // Five minutes after a window rules are told the failure, no longer the numbers before.
  await day.moveTo(2, 7);
  const before = await Promise.all(PASS_RATES.map((title) => folder.states(title)));
  await expectFeed(FAILING, 'Alerting');
  expect((await folder.instances(FAILING))[0]?.annotations.Error).toContain('503 Service Unavailable');
  expect(await Promise.all(PASS_RATES.map((title) => folder.states(title)))).toEqual(before);
  await expectFeed(STALE, 'Normal');

  await simulator.clearFaults();
  await expectFeed(FAILING, 'Normal');
  // Each question waits for itself before it is asked again.
  await expect.poll(() => day.evaluations().catch(() => undefined), EVERY_TEN_SECONDS).toBeDefined();
  await expectPassRatesAsSimulated();
});

test('a new name makes a new alert, unless names are no labels', async () => {
  const ofFallen = async (title: string | undefined) =>
    (await folder.instances(title ?? '')).filter(({ labels }) => labels.entityId === fallen.agentId);
  const [[named0], [nameless0]] = [await ofFallen(PASS_RATES[0]), await ofFallen(NAMELESS)];
  expect([named0?.state, nameless0?.state]).toEqual(['Alerting', 'Alerting']);
  expect(nameless0?.labels).not.toHaveProperty('entityName');

  await simulator.rename(fallen.agentId, 'Renamed In Between');
  await day.moveTo(3);

  await expect
    .poll(
      async () => (await ofFallen(PASS_RATES[0])).map(({ labels, state }) => `${labels.entityName} ${state}`),
      EVERY_TEN_SECONDS
    )
    .toEqual(['Renamed In Between Alerting']);
  const [named1] = await ofFallen(PASS_RATES[0]);
  expect(Date.parse(named1?.activeAt ?? '')).toBeGreaterThan(Date.parse(named0?.activeAt ?? ''));
  expect((await ofFallen(NAMELESS)).map(({ state, activeAt }) => [state, activeAt])).toEqual([
    ['Alerting', nameless0?.activeAt],
  ]);
});

test('a question that fails alone is reported, and its rule alone goes by the last known numbers', async () => {
  const passes = (await talliesOfFallen()).map(({ title, of }) => passesToRecover(of, passRateRule(named(title))));
  await day.evaluate(4, fallen, { passed: true, count: Math.max(...passes) });
  const before = await folder.states(BY_QUEUE);
  expect(before[fallen.queueId]).toBe('Alerting');
  await simulator.addFault({ path: 'metrics', kind: 'status', status: 403, match: { groupBy: 'queue' } });
  await day.moveTo(4, 7);

  await expectFeed(FAILING, 'Alerting');
  const [failing] = await folder.instances(FAILING);
  expect(failing?.annotations).toMatchObject({ ref_id: 'queue', Error: expect.stringContaining('403 Forbidden') });
  await expectPassRatesAsSimulated(PASS_RATES.filter((title) => title !== BY_QUEUE));
  expect(await folder.states(BY_QUEUE)).toEqual(before);
  await expectFeed(STALE, 'Normal');
});

test('who recovers is Normal again', async () => {
  await simulator.clearFaults();
  await expectFeed(FAILING, 'Normal');
  await expectPassRatesAsSimulated();
  for (const { title, id } of await talliesOfFallen()) {
    expect((await folder.states(title))[id], title).toBe('Normal');
  }
});

test('two hours without a delivery are reported, and over when it comes', async () => {
  await simulator.reset({ dataset: true });
  await day.delayTwoHours(5, 600);
  await day.moveTo(5);
  await expectFeed(STALE, 'Alerting');
  await expectFeed(FAILING, 'Normal');

  await day.delayTwoHours(5, 0);
  await day.evaluate(6, fallen, { passed: false, count: 10 });
  await day.moveTo(6);
  await expectFeed(STALE, 'Normal');
  await expectPassRatesAsSimulated();
});

test('an answer without anybody ends the alerts of a day, and the feed is stale', async () => {
  expect((await folder.states(PASS_RATES[0] ?? ''))[fallen.agentId]).toBe('Alerting');
  await simulator.addFault({ path: 'metrics', kind: 'empty' });
  await day.moveTo(7);
  await expectFeed(STALE, 'Alerting');
  for (const title of PASS_RATES) {
    const normal = async () => new Set(Object.values(await folder.states(title)));
    await expect.poll(normal, EVERY_TEN_SECONDS).toEqual(new Set(['Normal']));
  }
  await expectFeed(FAILING, 'Normal');
});
