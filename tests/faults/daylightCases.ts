import { customOf, noticesOf, tableRows } from '../binary/frames';
import type { Panel } from '../binary/replica';
import type { FaultCase } from './faultCase';

/** A business day whose start is a matter of clocks that change, written by hand from the zone's rules. */
interface Daylight {
  name: string;
  given: string;
  timeZone: string;
  businessDayStart: string;
  /** When the day starts, UTC. */
  start: string;
  /** Genesys Cloud's clock when somebody looks, and the end of the newest window then. */
  now: string;
  to: string;
}

const MINUTE_MS = 60_000;

/** Evaluations around the start: those before it are of another day. Hours and half hours off would count others. */
function daylight({ name, given, timeZone, businessDayStart, start, now, to }: Daylight): FaultCase {
  const at = (minutes: number) => new Date(Date.parse(start) + minutes * MINUTE_MS).toISOString();
  const evaluations = [
    { submittedAt: at(-61), score: 1 },
    { submittedAt: at(-31), score: 2 },
    { submittedAt: at(-1), score: 3 },
    { submittedAt: at(0), score: 50 },
    { submittedAt: at(16), score: 60 },
    { submittedAt: at(31), score: 70 },
    { submittedAt: at(61), score: 80 },
  ];
  return {
    name,
    given,
    served: `The evaluations since ${start.slice(0, 16).replace('T', ' ')} UTC, the start by hand.`,
    mostCalls: 1,
    recovery: 'None is needed.',
    run: async (scene) => {
      const upstream = await scene.simulated({ now: Date.parse(now), speed: 0, agents: 0 });
      await upstream.control.addEvaluations(evaluations.map((one) => ({ agentId: 'agent', ...one })));
      const grafana = await scene.grafana(upstream, { jsonData: { timeZone, businessDayStart } });
      await grafana.takeTime();
      await scene.count();
      const answer = await grafana.panel(BUSINESS_DAY);
      expect(customOf(answer)).toMatchObject({ from: start, to });
      expect([...tableRows(answer).values()].map(({ numbers }) => numbers)).toEqual([
        { averageScore: 65, count: 4, passRate: expect.any(Number) },
      ]);
    },
  };
}

/** The dashboard's own range does not matter to a query over the business day. */
const BUSINESS_DAY: Panel = {
  from: '2032-01-01T00:00:00Z',
  to: '2032-12-31T00:00:00Z',
  json: { groupBy: ['agent'], minimumCount: 0, timeRange: 'businessDay' },
};

/** Somebody looks before the day has numbers. */
const beforeTheFirst: FaultCase = {
  name: 'a day without a window',
  given: 'The business day has begun ten minutes ago: no window of it has ended.',
  served: 'No data, with the time at which the first numbers come.',
  // The first window, when it can be asked for.
  mostCalls: 1,
  recovery: 'At that time they come.',
  run: async (scene) => {
    const upstream = await scene.simulated({ now: Date.parse('2032-11-19T07:10:00Z'), speed: 0, agents: 0 });
    await upstream.control.addEvaluations([{ agentId: 'agent', submittedAt: '2032-11-19T07:05:00Z', score: 75 }]);
    const grafana = await scene.grafana(upstream, { jsonData: { timeZone: 'Europe/Berlin' } });
    await grafana.takeTime();
    await scene.count();
    const nothing = await grafana.panel(BUSINESS_DAY);
    expect(noticesOf(nothing)).toBe(
      'info: The business day starts at 08:00 (Europe/Berlin); its first numbers come at 08:16.'
    );
    expect(tableRows(nothing).size).toBe(0);
    await scene.uncounted(async () => {
      await upstream.control.setClock({ now: '2032-11-19T07:16:30Z' });
      await grafana.takeTime();
    });
    const [row] = tableRows(await grafana.panel(BUSINESS_DAY)).values();
    expect(row?.numbers).toMatchObject({ averageScore: 75, count: 1 });
  },
};

export const daylightCases: FaultCase[] = [
  daylight({
    name: 'a start that does not exist',
    given: 'In Berlin clocks go from 02:00 to 03:00, and the business day starts at 02:30.',
    timeZone: 'Europe/Berlin',
    businessDayStart: '02:30',
    start: '2032-03-28T01:00:00Z',
    now: '2032-03-28T12:20:30Z',
    to: '2032-03-28T12:15:00Z',
  }),
  daylight({
    name: 'a start that happens twice',
    given: 'In Berlin clocks go back from 03:00 to 02:00, and the business day starts at 02:30.',
    timeZone: 'Europe/Berlin',
    businessDayStart: '02:30',
    start: '2032-10-31T00:30:00Z',
    now: '2032-10-31T12:20:30Z',
    to: '2032-10-31T12:15:00Z',
  }),
  daylight({
    name: 'a midnight that does not exist',
    given: 'In Santiago clocks go from 00:00 to 01:00, and the business day starts at 00:00.',
    timeZone: 'America/Santiago',
    businessDayStart: '00:00',
    start: '2032-09-05T04:00:00Z',
    now: '2032-09-05T15:20:30Z',
    to: '2032-09-05T15:15:00Z',
  }),
  daylight({
    name: 'half an hour of daylight saving',
    given: 'On Lord Howe Island clocks go from 02:00 to 02:30, and the business day starts at 02:15.',
    timeZone: 'Australia/Lord_Howe',
    businessDayStart: '02:15',
    start: '2032-10-02T15:30:00Z',
    now: '2032-10-03T02:20:30Z',
    to: '2032-10-03T02:15:00Z',
  }),
  beforeTheFirst,
];
