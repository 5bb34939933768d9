import { customOf, noticesOf, tableRows } from './frames';
import type { Panel } from './replica';
import { Started } from './started';

const TODAY: Panel = {
  from: '2032-11-19T00:00:00Z',
  to: '2032-11-19T23:59:59Z',
  json: { groupBy: ['queue'], timeRange: 'businessDay', metrics: ['passRate'] },
};
const FROM_ALERT = { FromAlert: 'true' };

const started = new Started();
afterAll(() => started.end());

test('while Genesys fails, panels see the last numbers and are told so; alert rules for five minutes', async () => {
  const simulator = await started.simulator();
  const replica = await started.replica(simulator, { storeFolder: await started.folder() });
  const moveTo = async (time: string): Promise<void> => {
    await simulator.control.setClock({ now: `2032-11-19T${time}Z` });
    await replica.takeTime();
  };
  await replica.takeTime();
  const known = await replica.answer(TODAY);
  expect(customOf(known)).toMatchObject({ stale: false, to: '2032-11-19T15:15:00Z' });

  await simulator.control.addFault({ path: 'metrics', kind: 'status', status: 503 });
  await moveTo('15:33:00');
  const late = await replica.answer(TODAY);
  expect(tableRows(late)).toEqual(tableRows(known));
  expect(customOf(late)).toMatchObject({ stale: true, to: '2032-11-19T15:15:00Z', asOf: customOf(known).asOf });
  expect(noticesOf(late)).toMatch(
    /^warning: These numbers are late: they are those of 15:20 on 19 November \(UTC\).*503/
  );
  const [alert] = await replica.answers([TODAY], FROM_ALERT);
  expect(alert?.frames.map(({ data }) => data)).toEqual(known.frames.map(({ data }) => data));

  // The window became askable at 15:31: at 15:37 its five minutes are over.
  await moveTo('15:37:00');
  const [refused] = await replica.answers([TODAY], FROM_ALERT);
  expect(refused).toMatchObject({ status: 502, frames: [], error: expect.stringContaining('503 Service Unavailable') });
  expect(customOf(await replica.answer(TODAY)).stale).toBe(true);

  // The numbers of 15:20 were current until 15:31; an hour after that nobody sees them any more.
  await moveTo('16:33:00');
  expect(await replica.answer(TODAY)).toMatchObject({ status: 502, frames: [] });

  await simulator.control.clearFaults();
  await moveTo('16:47:00');
  expect(customOf(await replica.answer(TODAY))).toMatchObject({ stale: false, to: '2032-11-19T16:45:00Z' });
});
