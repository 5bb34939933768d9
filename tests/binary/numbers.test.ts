import type { NamedEvaluation } from '../../simulator/control/evaluations';
import type { Simulator } from '../../simulator/simulator';
import { expectNumbers, group, type Groups } from './expected';
import { statRows, tableRows, type ShownRow } from './frames';
import type { Replica } from './replica';
import { AFTERNOON, Started } from './started';

const DAY = { from: '2032-11-19T08:00:00Z', to: '2032-11-19T15:15:00Z' };

const started = new Started();
let simulator: Simulator;
let replica: Replica;
let evaluations: NamedEvaluation[];
let forms: string[];

beforeAll(async () => {
  simulator = await started.simulator();
  // The batch of this window is still on its way: its evaluations exist, and must not count yet.
  await simulator.control.delay('2032-11-19T14:45:00Z', 29);
  replica = await started.replica(simulator, { storeFolder: await started.folder() });
  await replica.takeTime();
  evaluations = await simulator.control.evaluations({ ...DAY, deliveredBy: AFTERNOON });
  forms = (await simulator.control.organization()).evaluationForms.map(({ id }) => id);
});
afterAll(() => started.end());

test('the day holds what the other tests rest on', async () => {
  const submitted = await simulator.control.evaluations(DAY);
  expect(submitted.length).toBeGreaterThan(evaluations.length);
  const counts = [...group(evaluations, 'agent').values()].map((agent) => agent.evaluations.length);
  expect(counts).toEqual(expect.arrayContaining([1, 2, 3]));
  expect(evaluations.some(({ skillIds }) => skillIds.length === 2)).toBe(true);
});

const formOf = (evaluation: NamedEvaluation) => evaluation.evaluationFormId;

/** Every row must be there with its numbers and name, and no other row. */
function expectRows(shown: Map<string, ShownRow>, expected: Groups, partOf?: (one: NamedEvaluation) => unknown): void {
  expect([...shown.keys()].sort()).toEqual([...expected.keys()].sort());
  for (const [key, { name, evaluations: behind }] of expected) {
    expect(shown.get(key)?.entityName).toBe(name);
    expectNumbers(shown.get(key)?.numbers, behind, partOf);
  }
}

const FORMATS = [
  ['table', tableRows],
  ['stat', statRows],
] as const;

describe.each(FORMATS)('%s', (format, rows) => {
  const shown = async (json: object) =>
    rows(await replica.answer({ ...DAY, json: { format, minimumCount: 0, ...json } }));

  test.each(['agent', 'queue', 'skill', 'evaluationForm', 'evaluator'] as const)('by %s', async (groupBy) => {
    expectRows(await shown({ groupBy: [groupBy] }), group(evaluations, groupBy));
  });

  test("the organization's total is merged from its forms", async () => {
    expectRows(await shown({ groupBy: [] }), group(evaluations, 'total'), formOf);
  });

  test.each(['agent', 'queue', 'skill', 'evaluator'] as const)('by %s, split by form', async (groupBy) => {
    const rowsShown = await shown({ groupBy: [groupBy, 'evaluationForm'] });
    expectRows(rowsShown, group(evaluations, groupBy, true));
    const formNames = new Map(evaluations.map((one) => [one.evaluationFormId, one.evaluationFormName]));
    for (const row of rowsShown.values()) {
      expect(row.evaluationFormName).toBe(formNames.get(row.evaluationFormId));
    }
  });

  test.each([1, 2])('by agent, with %d forms chosen', async (chosen) => {
    const evaluationFormIds = forms.slice(0, chosen);
    const counted = evaluations.filter((one) => evaluationFormIds.includes(one.evaluationFormId));
    expect(counted.length).toBeGreaterThan(0);
    expectRows(await shown({ groupBy: ['agent'], evaluationFormIds }), group(counted, 'agent'), formOf);
  });

  test('the total of two forms', async () => {
    const evaluationFormIds = forms.slice(1, 3);
    const counted = evaluations.filter((one) => evaluationFormIds.includes(one.evaluationFormId));
    expectRows(await shown({ groupBy: [], evaluationFormIds }), group(counted, 'total'), formOf);
  });

  test('the minimum count of 3 that a query has by itself hides whoever has 1 or 2', async () => {
    const all = group(evaluations, 'agent');
    const enough = new Map([...all].filter(([, agent]) => agent.evaluations.length >= 3));
    expect(enough.size).toBeLessThan(all.size);
    expectRows(await shown({ groupBy: ['agent'], minimumCount: undefined }), enough);
  });

  test('agents whom Genesys lists without evaluations appear nowhere', async () => {
    const { agents } = await simulator.control.organization();
    const ghosts = agents.filter(({ kind }) => kind === 'ghost').map(({ id }) => id);
    expect(ghosts.length).toBeGreaterThanOrEqual(2);
    const agentsShown = await shown({ groupBy: ['agent'] });
    expect(ghosts.filter((id) => agentsShown.has(id))).toEqual([]);
  });
});
