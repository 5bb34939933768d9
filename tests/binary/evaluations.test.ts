import type { PluginAnswer } from '../../preview/host/plugin';
import { framesOf, noticesOf } from './frames';
import { Started } from './started';
import { until } from './until';

const DAY = { from: '2032-11-19T08:00:00Z', to: '2032-11-19T15:00:00Z' };
const ADDED = 5000;

function columnOf(answer: PluginAnswer, name: string): unknown[] {
  const [frame] = framesOf(answer);
  const index = frame?.schema?.fields.findIndex((field) => field.name === name) ?? -1;
  return [...(frame?.data?.values[index] ?? [])];
}

describe('5,000 single evaluations', () => {
  const started = new Started();
  afterAll(() => started.end());

  test('arrive complete, in order and once each, over 50 pages with a 429 in the middle', async () => {
    const simulator = await started.simulator({ agents: 0 });
    const add = Array.from({ length: ADDED }, (_, index) => ({
      id: `e${index}`,
      agentId: `a${index % 7}`,
      score: index % 101,
      submittedAt: new Date(Date.parse(DAY.from) + index * 1000).toISOString(),
    }));
    await simulator.control.addEvaluations(add);
    const replica = await started.replica(simulator, {
      storeFolder: await started.folder(),
      jsonData: { api: 'analytics' },
    });
    await replica.takeTime();
    await simulator.control.reset();
    await simulator.control.addFault({
      path: 'evaluationSearch',
      kind: 'status',
      status: 429,
      retryAfter: 1,
      after: 25,
      times: 1,
    });
    const panel = { ...DAY, json: { queryType: 'evaluations', scoredBy: 'human', limit: 100_000 } };
    const refused = await replica.answer(panel);
    expect(refused).toMatchObject({ status: 429 });
    const whole = await until('the pause is over', async () => {
      const answer = await replica.answer(panel);
      return answer.error === undefined ? answer : undefined;
    });
    const newestFirst = add.map(({ id }) => id).toReversed();
    expect(columnOf(whole, 'evaluationId')).toEqual(newestFirst);
    expect(columnOf(whole, 'totalScore')).toEqual(add.map(({ score }) => score).toReversed());
    expect(noticesOf(whole)).not.toContain('limit');
    // Each page but the first holds one that is known already: 1 + 50 of 99 new ones, the one that shows the end, and the
    // one that was refused.
    const { requests } = await simulator.control.state();
    expect(requests.evaluationSearch).toBe(53);

    const limited = await replica.answer({ ...panel, json: { ...panel.json, limit: 1000 } });
    expect(columnOf(limited, 'evaluationId')).toEqual(newestFirst.slice(0, 1000));
    expect(noticesOf(limited)).toContain('These are the newest 1000 of 5000 evaluations; the limit leaves 4000 out.');
  });

  test('with a limit of 100 cost two pages, and the answer says that there are more', async () => {
    const simulator = await started.simulator();
    const replica = await started.replica(simulator, {
      storeFolder: await started.folder(),
      jsonData: { api: 'analytics' },
    });
    await replica.takeTime();
    await simulator.control.reset();
    const json = { queryType: 'evaluations', scoredBy: 'human', limit: 100 };
    const answer = await replica.answer({ ...DAY, from: '2032-11-18T08:00:00Z', json });
    expect(columnOf(answer, 'evaluationId')).toHaveLength(100);
    expect(noticesOf(answer)).toContain('These are the newest 100 evaluations; there are more');
    const { requests } = await simulator.control.state();
    expect(requests.evaluationSearch).toBe(2);
  });
});
