import type { Simulator } from '../../simulator/simulator';
import { group } from './expected';
import type { Replica } from './replica';
import { AFTERNOON, Started } from './started';

/** What lists look back at: the week up to the newest window that can be asked for. */
const WEEK = { from: '2032-11-12T15:15:00Z', to: '2032-11-19T15:15:00Z', deliveredBy: AFTERNOON };
const GROUP_BY = ['agent', 'queue', 'evaluator'] as const;

describe.each(['qualityMetrics', 'analytics'])('lists of the %s dialect', (api) => {
  const started = new Started();
  let simulator: Simulator;
  let replica: Replica;

  beforeAll(async () => {
    // So few that not every queue and evaluator has every form in a week.
    simulator = await started.simulator({ agents: 3 });
    replica = await started.replica(simulator, { storeFolder: await started.folder(), jsonData: { api } });
    await replica.takeTime();
  });
  afterAll(() => started.end());

  const idsOf = async (url: string) => ((await replica.resource(url)) as Array<{ id: string }>).map(({ id }) => id);

  test.each(GROUP_BY)('hold by %s whom the raw evaluations of the chosen forms name', async (groupBy) => {
    const evaluations = await simulator.control.evaluations(WEEK);
    const forms = [...group(evaluations, 'evaluationForm').keys()];
    expect(forms.length).toBeGreaterThan(2);
    const everybody = group(evaluations, groupBy).size;
    let smallest = everybody;
    for (const chosen of [...forms.map((form) => [form]), forms.slice(0, 2)]) {
      const evaluated = evaluations.filter(({ evaluationFormId }) => chosen.includes(evaluationFormId));
      const parameters = chosen.map((form) => `evaluationFormId=${form}`).join('&');
      const ids = await idsOf(`entities/${groupBy}?${parameters}`);
      expect(ids.sort()).toEqual([...group(evaluated, groupBy).keys()].sort());
      smallest = Math.min(smallest, ids.length);
    }
    // Else a list that leaves the forms out would pass, too.
    expect(smallest).toBeLessThan(everybody);
  });

  test('cost a call for each form in the Quality Metrics dialect, and none beyond the whole list in the other', async () => {
    const { evaluationForms } = await simulator.control.organization();
    const [first = '', second = ''] = evaluationForms.map(({ id }) => id);
    await simulator.control.setClock({ now: '2032-11-19T15:35:30Z' });
    await replica.takeTime();
    await simulator.control.reset();
    const { total: before } = (await simulator.control.state()).requests;
    for (let look = 0; look < 3; look++) {
      await idsOf(`entities/agent?evaluationFormId=${first}&evaluationFormId=${second}`);
      await idsOf(`entities/agent?evaluationFormId=${second}`);
      await idsOf('entities/agent?evaluationFormId=');
    }
    const { total } = (await simulator.control.state()).requests;
    expect(total - before).toBe(api === 'analytics' ? 1 : 2);
  });
});
