import { expectNumbers, group } from './expected';
import { seriesOf } from './frames';
import type { Panel } from './replica';
import { AFTERNOON, Started } from './started';
import { expectTable, GROUP_BY, table, tables } from './tables';

const REQUESTS_PER_MINUTE = 60;
const DAY = { from: '2032-11-19T08:00:00Z', to: '2032-11-19T15:15:00Z' };

const started = new Started();
afterEach(() => started.end());

/** A contact centre and a plugin that have the same limit, and know nothing of each other yet. */
async function start() {
  const limits = { lateBatches: 0, requestsPerMinute: REQUESTS_PER_MINUTE };
  const simulator = await started.simulator({ now: Date.parse(AFTERNOON), speed: 1, ...limits });
  const jsonData = { requestsPerMinute: REQUESTS_PER_MINUTE };
  const replica = await started.replica(simulator, { storeFolder: await started.folder(), jsonData });
  await replica.takeTime();
  return { simulator, replica };
}

test('a cold wallboard of a dozen panels, one of them a series, is answered at once within the limit', async () => {
  const { simulator, replica } = await start();
  const panels = [
    ...GROUP_BY.map((groupBy) => table(groupBy, DAY.from, DAY.to)),
    ...GROUP_BY.map((groupBy) => table(groupBy, '2032-11-19T14:15:00Z', DAY.to)),
    table('agent', '2032-11-19T12:00:00Z', '2032-11-19T15:00:00Z'),
  ];
  const series: Panel = { ...DAY, json: { groupBy: ['queue'], format: 'timeseries', minimumCount: 0 } };
  const answers = await replica.answers([...panels, series]);

  const queues = seriesOf(answers.pop() ?? missing(panels.length));
  for (const [index, panel] of panels.entries()) {
    await expectTable(simulator, panel, answers[index] ?? missing(index));
  }
  for (const [id, { evaluations }] of group(await simulator.control.evaluations(DAY), 'queue')) {
    // Half of the budget has room for 29 buckets of a quarter hour; the last one is the whole day's total.
    const points = [...(queues.get(id)?.points.values() ?? [])];
    expect(points).toHaveLength(29);
    expectNumbers(points.at(-1), evaluations, ({ submittedAt }) => Math.floor(Date.parse(submittedAt) / 900_000));
  }
  const { requests } = await simulator.control.state();
  // A token, the health check, 11 tables and 29 buckets.
  expect(requests).toMatchObject({ total: 1 + 1 + 11 + 29, rateLimited: 0, peakPerMinute: 42 });
});

test('what does not fit into the minute is refused here, with its reason, and never by Genesys', async () => {
  const { simulator, replica } = await start();
  const panels = tables(16, DAY.from, DAY.to);
  const answers = await replica.answers(panels);
  let refused = 0;
  for (const [index, panel] of panels.entries()) {
    const answer = answers[index] ?? missing(index);
    if (answer.error === undefined) {
      await expectTable(simulator, panel, answer);
    } else {
      refused += 1;
      expect(answer.status).toBe(429);
      expect(answer.error).toMatch(
        /^the request budget is used up \(at present \d+ a minute\); the next request is possible in \d+m?\d*s$/
      );
    }
  }
  // A token and the health check came before the 80 questions.
  expect(refused).toBe(80 - (REQUESTS_PER_MINUTE - 2));
  const { requests } = await simulator.control.state();
  expect(requests).toMatchObject({ total: REQUESTS_PER_MINUTE, rateLimited: 0, peakPerMinute: REQUESTS_PER_MINUTE });
});

function missing(index: number): never {
  throw new Error(`Query ${index} has no answer.`);
}
