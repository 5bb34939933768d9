import type { Simulator } from '../../simulator/simulator';
import { framesOf, seriesOf, tableRows } from './frames';
import type { Panel, Replica } from './replica';
import { Started } from './started';

const QUARTER_MS = 15 * 60 * 1000;
/** The dashboard's range does not matter to a query over the business day. */
const TODAY = { from: '2032-11-19T00:00:00Z', to: '2032-11-19T23:59:59Z' };
const SERIES: Panel = {
  ...TODAY,
  intervalMs: QUARTER_MS,
  json: { groupBy: ['agent'], format: 'timeseries', timeRange: 'businessDay', running: false, minimumCount: 0 },
};
const TABLE: Panel = { ...TODAY, json: { groupBy: ['queue'], timeRange: 'businessDay' } };

const started = new Started();
afterEach(() => started.end());

/** What was asked: `groupBy start/end`, sorted. */
async function asked(simulator: Simulator): Promise<string[]> {
  const { questions } = await simulator.control.state();
  const time = (text: string | null) => text?.slice(11, 16);
  return questions.map(({ groupBy, startTime, endTime }) => `${groupBy} ${time(startTime)}/${time(endTime)}`).sort();
}

/** A process that knows the simulator's time, while the simulator has forgotten that it was asked. */
async function replicaOn(simulator: Simulator, storeFolder: string): Promise<Replica> {
  const replica = await started.replica(simulator, { storeFolder });
  await replica.takeTime();
  await simulator.control.reset();
  return replica;
}

test('a restart in the middle of the day costs no question in the same window, and the unsettled ones in the next', async () => {
  const simulator = await started.simulator();
  const folder = await started.folder();
  const first = await replicaOn(simulator, folder);
  const before = { series: await first.answer(SERIES), table: await first.answer(TABLE) };
  // 08:00 to 15:15 in quarter hours, and the table's one question.
  expect(await asked(simulator)).toHaveLength(29 + 1);
  await first.end('SIGTERM');

  const second = await replicaOn(simulator, folder);
  expect(framesOf(await second.answer(SERIES))).toEqual(framesOf(before.series));
  expect(framesOf(await second.answer(TABLE))).toEqual(framesOf(before.table));
  expect(await asked(simulator)).toEqual([]);
  await second.end('SIGTERM');

  await simulator.control.setClock({ now: '2032-11-19T15:31:30Z' });
  const third = await replicaOn(simulator, folder);
  const series = seriesOf(await third.answer(SERIES));
  await third.answer(TABLE);
  // At 15:20 the windows up to 14:45 were settled: 30 minutes and 60 s after their end.
  expect(await asked(simulator)).toEqual([
    'agent 14:45/15:00',
    'agent 15:00/15:15',
    'agent 15:15/15:30',
    'queue 08:00/15:30',
  ]);
  const settled = (all: typeof series) =>
    [...all.values()].map(({ entityId, points }) => [entityId, [...points].slice(0, 27)]);
  expect(settled(series)).toEqual(expect.arrayContaining(settled(seriesOf(before.series))));
});

test('what was rescored in a settled window is not seen before midnight, and the store does not grow stale with it', async () => {
  const simulator = await started.simulator();
  const folder = await started.folder();
  const panel: Panel = {
    from: '2032-11-19T09:00:00Z',
    to: '2032-11-19T12:00:00Z',
    json: { groupBy: ['agent'], minimumCount: 0 },
  };
  const first = await replicaOn(simulator, folder);
  const before = tableRows(await first.answer(panel));
  const [evaluation] = await simulator.control.evaluations({ from: panel.from, to: panel.to });
  await first.end('SIGTERM');

  if (evaluation === undefined) {
    throw new Error('the morning has evaluations');
  }
  const { id, agentId, queueId, skillIds, evaluationFormId, evaluatorId, submittedAt } = evaluation;
  const rescored = { id, agentId, queueId, skillIds, evaluationFormId, evaluatorId, submittedAt, score: 0.1 };
  await simulator.control.addEvaluations([rescored]);
  const second = await replicaOn(simulator, folder);
  expect(tableRows(await second.answer(panel))).toEqual(before);
  expect(await asked(simulator)).toEqual([]);
  await second.end('SIGTERM');

  await simulator.control.setClock({ now: '2032-11-20T00:02:30Z' });
  const third = await replicaOn(simulator, folder);
  const after = tableRows(await third.answer(panel));
  expect(await asked(simulator)).toEqual(['agent 09:00/12:00']);
  expect(after.get(agentId)?.numbers.averageScore).toBeLessThan(before.get(agentId)?.numbers.averageScore ?? 0);
  await third.answer(panel);
  expect(await asked(simulator)).toHaveLength(1);
});

test('a new name survives a restart, also for windows that were asked before it', async () => {
  const simulator = await started.simulator();
  const folder = await started.folder();
  const morning: Panel = { from: '2032-11-19T08:00:00Z', to: '2032-11-19T12:00:00Z', json: { groupBy: ['queue'] } };
  const first = await replicaOn(simulator, folder);
  const [queue] = tableRows(await first.answer(morning)).values();
  await simulator.control.rename(queue?.entityId ?? '', 'Renamed Queue');
  // Of two names the later one counts, and a clock that stands still has no later.
  await simulator.control.setClock({ now: '2032-11-19T15:22:30Z' });
  await first.takeTime();
  await first.answer({ ...morning, to: '2032-11-19T13:00:00Z' });
  await first.end('SIGTERM');

  const second = await replicaOn(simulator, folder);
  expect(tableRows(await second.answer(morning)).get(queue?.entityId ?? '')).toEqual({
    ...queue,
    entityName: 'Renamed Queue',
  });
  expect(await asked(simulator)).toEqual([]);
});
