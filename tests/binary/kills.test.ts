import type { DataFrameJSON } from '@grafana/data';

import { framesOf } from './frames';
import type { Panel, Replica } from './replica';
import { Started } from './started';

/** How often the process is killed; `KILL_ROUNDS=150` for the full measure. */
const ROUNDS = Number(process.env.KILL_ROUNDS ?? 10);
const QUESTIONS = 40;
const GROUP_BY = ['agent', 'queue', 'skill', 'evaluationForm', 'evaluator'];
const HOUR_MS = 60 * 60 * 1000;
const QUARTER_MS = HOUR_MS / 4;

const started = new Started();
afterAll(() => started.end());

/** A question that no other number has: four windows by some dimension, in the days before the simulator's. */
function question(number: number): Panel {
  const from = Date.parse('2032-11-19T12:00:00Z') - Math.floor(number / GROUP_BY.length) * QUARTER_MS;
  return {
    from: new Date(from).toISOString(),
    to: new Date(from + HOUR_MS).toISOString(),
    json: { groupBy: [GROUP_BY[number % GROUP_BY.length]], minimumCount: 0 },
  };
}

/** Asks the round's questions at once and kills the process on so many answers. @returns what was answered before. */
async function killWhileItWrites(replica: Replica, round: number): Promise<Map<number, DataFrameJSON[]>> {
  const acknowledged = new Map<number, DataFrameJSON[]>();
  const answersToAwait = 1 + ((round * 17) % (QUESTIONS - 1));
  await Promise.allSettled(
    Array.from({ length: QUESTIONS }, async (_, index) => {
      const number = round * QUESTIONS + index;
      acknowledged.set(number, framesOf(await replica.answer(question(number))));
      if (acknowledged.size === answersToAwait) {
        process.kill(replica.plugin.pid, 'SIGKILL');
      }
    })
  );
  expect(await replica.plugin.ended).toBe('was ended by SIGKILL');
  expect(acknowledged.size).toBeGreaterThanOrEqual(answersToAwait);
  return acknowledged;
}

test(
  `${ROUNDS} times kill -9 while it writes: nothing that was answered is asked again, or answered otherwise`,
  async () => {
    const simulator = await started.simulator({ agents: 50 });
    const storeFolder = await started.folder();
    const start = async (): Promise<Replica> => {
      const replica = await started.replica(simulator, { storeFolder });
      await replica.takeTime();
      await simulator.control.reset();
      return replica;
    };
    const expectKept = async (replica: Replica, acknowledged: Map<number, DataFrameJSON[]>): Promise<void> => {
      const answers = await Promise.all([...acknowledged.keys()].map((number) => replica.answer(question(number))));
      expect(answers.map(framesOf)).toEqual([...acknowledged.values()]);
      expect((await simulator.control.state()).questions).toEqual([]);
    };

    const all = new Map<number, DataFrameJSON[]>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const replica = await start();
      await expectKept(replica, new Map([...all].slice(-QUESTIONS)));
      for (const [number, frames] of await killWhileItWrites(replica, round)) {
        all.set(number, frames);
      }
    }
    const last = await start();
    await expectKept(last, all);
    console.info(`${all.size} of ${ROUNDS * QUESTIONS} questions were answered before ${ROUNDS} kills; all were kept.`);
  },
  30 * 60_000
);
