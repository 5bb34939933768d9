import { Dataset, type DatasetOptions } from './dataset';
import type { Evaluation } from './evaluation';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const MONDAY = Date.parse('2026-03-02T00:00:00Z');

function dataset(options: Partial<DatasetOptions> = {}): Dataset {
  return new Dataset({ seed: 1, agents: 240, timeZone: 'UTC', lateBatches: 5, ...options });
}

function groupByAgent(evaluations: Evaluation[]): Map<string, Evaluation[]> {
  const groups = new Map<string, Evaluation[]>();
  for (const evaluation of evaluations) {
    groups.set(evaluation.agentId, [...(groups.get(evaluation.agentId) ?? []), evaluation]);
  }
  return groups;
}

test('the same seed gives the same day, whatever was asked before', () => {
  const asked = dataset();
  asked.evaluations(MONDAY - 5 * DAY_MS, MONDAY + 5 * DAY_MS);
  expect(asked.evaluations(MONDAY, MONDAY + DAY_MS)).toEqual(dataset().evaluations(MONDAY, MONDAY + DAY_MS));
  expect(dataset({ seed: 2 }).evaluations(MONDAY, MONDAY + DAY_MS)).not.toEqual(
    asked.evaluations(MONDAY, MONDAY + DAY_MS)
  );
});

test('more agents leave those who were there as they were', () => {
  const few = dataset({ agents: 20 });
  const ids = new Set(few.organization.agents.map(({ id }) => id));
  const many = dataset().evaluations(MONDAY, MONDAY + DAY_MS);
  expect(many.filter(({ agentId }) => ids.has(agentId))).toEqual(few.evaluations(MONDAY, MONDAY + DAY_MS));
});

test('a range is the sum of its parts, whether or not they end at midnight', () => {
  const evaluations = (from: number, to: number): Evaluation[] => dataset().evaluations(from, to);
  const middle = MONDAY + 9.3 * 60 * 60 * 1000;
  const parts = [...evaluations(MONDAY - DAY_MS, middle), ...evaluations(middle, MONDAY + 2 * DAY_MS)];
  expect(parts).toEqual(evaluations(MONDAY - DAY_MS, MONDAY + 2 * DAY_MS));
});

test('an evaluation with the id of a generated one takes its place, and others join in order', () => {
  const changed = dataset();
  const original = changed.evaluations(MONDAY, MONDAY + DAY_MS);
  const [first, second] = original;
  if (first === undefined || second === undefined) {
    throw new Error('a day has evaluations');
  }
  const rescored = { ...first, score: 12.3, passed: false };
  const between = { ...first, id: 'between', submittedAt: first.submittedAt + 1 };
  changed.add(between);
  changed.add(rescored);
  expect(second.submittedAt).toBeGreaterThan(between.submittedAt);
  expect(changed.evaluations(MONDAY, MONDAY + DAY_MS)).toEqual([rescored, between, ...original.slice(1)]);
  changed.reset();
  expect(changed.evaluations(MONDAY, MONDAY + DAY_MS)).toEqual(original);
});

test('the organization has its size, stable ids and two agents of one name', () => {
  const { agents, queues, skills, evaluationForms, evaluators } = dataset().organization;
  expect([agents, queues, skills, evaluationForms, evaluators].map(({ length }) => length)).toEqual([240, 12, 6, 5, 8]);
  const ids = [agents, queues, skills, evaluationForms, evaluators].flat().map(({ id }) => id);
  expect(new Set(ids).size).toBe(271);
  expect(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(true);
  expect(agents[44]?.name).toBe(agents[20]?.name);
  expect(new Set(agents.map(({ name }) => name)).size).toBe(239);
});

test('every kind of agent is evaluated as often as it says', () => {
  const { organization } = dataset();
  const groups = groupByAgent(dataset().evaluations(MONDAY, MONDAY + DAY_MS));
  const counts = (kind: string): number[] => [
    ...new Set(organization.agents.filter((agent) => agent.kind === kind).map(({ id }) => groups.get(id)?.length ?? 0)),
  ];
  expect(organization.agents.filter(({ kind }) => kind === 'ghost')).toHaveLength(6);
  expect(counts('ghost')).toEqual([0]);
  expect(counts('rare').sort()).toEqual([1, 2]);
  expect(Math.min(...counts('regular'))).toBe(2);
  expect(Math.max(...counts('regular'))).toBe(8);
});

test('newcomers turn up late on some days', () => {
  const whole = dataset();
  const ids = whole.organization.agents.filter(({ kind }) => kind === 'newcomer').map(({ id }) => id);
  const evaluations = whole.evaluations(MONDAY, MONDAY + 14 * DAY_MS).filter(({ agentId }) => ids.includes(agentId));
  const days = new Set(evaluations.map(({ agentId, submittedAt }) => `${agentId} ${Math.floor(submittedAt / DAY_MS)}`));
  expect(days.size).toBeGreaterThan(0);
  expect(days.size).toBeLessThan(ids.length * 14);
  expect(Math.min(...evaluations.map(({ submittedAt }) => new Date(submittedAt).getUTCHours()))).toBeGreaterThanOrEqual(
    11
  );
});

test('scores suit the forms and spread from poor to excellent', () => {
  const whole = dataset();
  const marks = new Map(whole.organization.evaluationForms.map(({ id, passMark }) => [id, passMark]));
  const evaluations = whole.evaluations(MONDAY, MONDAY + 28 * DAY_MS);
  const impossible = evaluations.filter(
    ({ score, passed, evaluationFormId }) =>
      score < 0 ||
      score > 100 ||
      Math.round(score * 10) / 10 !== score ||
      passed !== score >= (marks.get(evaluationFormId) ?? NaN)
  );
  expect(impossible).toEqual([]);
  const often = [...groupByAgent(evaluations).values()].filter(({ length }) => length >= 50);
  const averages = often.map((own) => own.reduce((sum, { score }) => sum + score, 0) / own.length);
  const passRates = often.map((own) => (own.filter(({ passed }) => passed).length / own.length) * 100);
  expect(Math.min(...averages)).toBeGreaterThan(60);
  expect(Math.min(...averages)).toBeLessThan(68);
  expect(Math.max(...averages)).toBeGreaterThan(94);
  expect(Math.max(...averages)).toBeLessThan(97);
  expect(Math.min(...passRates)).toBeGreaterThan(42);
  expect(Math.min(...passRates)).toBeLessThan(55);
  expect(Math.max(...passRates)).toBe(100);
});

test('each day the pass rate of one queue drops for the afternoon', () => {
  const from = MONDAY + 13 * HOUR_MS;
  const rates = dataset({ agents: 2000 }).evaluations(from, from + 3 * HOUR_MS);
  const ofQueue = (id: string): number => {
    const own = rates.filter(({ queueId }) => queueId === id);
    return own.filter(({ passed }) => passed).length / own.length;
  };
  const [lowest = NaN, next = NaN] = dataset()
    .organization.queues.map(({ id }) => ofQueue(id))
    .sort((a, b) => a - b);
  expect(lowest).toBeLessThan(0.6);
  expect(next).toBeGreaterThan(0.7);
});

test.each(['UTC', 'America/New_York', 'Asia/Kolkata'])(
  'in %s the local day is busy and the night is not empty',
  (timeZone) => {
    const evaluations = dataset({ timeZone }).evaluations(MONDAY, MONDAY + 7 * DAY_MS);
    const hour = new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', hourCycle: 'h23' });
    const hours = evaluations.map(({ submittedAt }) => Number(hour.format(submittedAt)));
    const share = (from: number, to: number): number =>
      hours.filter((local) => local >= from && local < to).length / hours.length;
    expect(share(8, 18)).toBeGreaterThan(0.75);
    expect(share(0, 6)).toBeGreaterThan(0.005);
    expect(share(0, 6)).toBeLessThan(0.04);
  }
);
