import { join } from 'node:path';

import { customOf } from '../binary/frames';
import { until } from '../binary/until';
import * as canary from './canary';
import type { FaultCase } from './faultCase';
import type { Grafana } from './grafana';
import { expectCurrent, expectStale, moveTo, STANDING, TODAY } from './liveDay';
import { ANALYTICS, expectError, expectRecovery, SCORES, VIEWERS, WORKDAY } from './outage';
import { METRICS } from './outages';
import { aggregateGroups, healthy, json } from './rawAnswers';
import type { RawRequest } from './rawUpstream';
import type { SimulatedUpstream } from './upstream';

const SHORTER = { ...WORKDAY, to: WORKDAY.to.replace('T17', 'T16') };

async function untilHanging({ control }: SimulatedUpstream): Promise<void> {
  await until('a question hangs', async () => {
    const { questions } = await control.state();
    return questions.some(({ status }) => status === null) || undefined;
  });
}

/** The process ends while Genesys Cloud is being asked. */
function endsWhileAsking(signal: 'SIGKILL' | 'SIGTERM'): FaultCase {
  return {
    name: signal === 'SIGKILL' ? 'killed while it asks' : 'ended while it asks',
    given: `The process gets ${signal} while a question is under way; another has been answered.`,
    served: 'Nothing to whoever waits, since the process is gone.',
    // A token and two questions; after the restart a token and the question that had no answer.
    mostCalls: 5,
    recovery: 'After a restart all numbers; what had been answered is not asked again.',
    run: async (scene) => {
      const upstream = await scene.simulated();
      const storePath = join(await scene.folder(), 'snapshots.db');
      const grafana = await scene.grafana(upstream, { storePath });
      await upstream.expectTruth(WORKDAY, await grafana.panel(WORKDAY));
      await upstream.control.addFault({ path: 'metrics', kind: 'hang' });
      const lost = grafana.panel(SHORTER).then(
        () => 'answered',
        () => 'lost'
      );
      await untilHanging(upstream);
      await grafana.end(signal);
      expect(await lost).toBe('lost');
      await upstream.control.clearFaults();

      const again = await scene.grafana(upstream, { storePath });
      await upstream.expectTruth(WORKDAY, await again.panel(WORKDAY));
      expect(await scene.calls()).toBe(3);
      await upstream.expectTruth(SHORTER, await again.panel(SHORTER));
    },
  };
}

/** Grafana is restarted, and Genesys Cloud is not there. */
const restartWhileDown: FaultCase = {
  name: 'a restart while Genesys Cloud is down',
  given: 'Genesys Cloud fails from 15:31 on, and the process is restarted at 15:32.',
  served: 'The numbers of 15:15, from the store, with a warning.',
  // The failed token or question, once more after a short back-off; then a token and the question.
  mostCalls: 4,
  recovery: 'The next window brings its own numbers.',
  run: async (scene) => {
    const upstream = await scene.simulated(STANDING);
    const storePath = join(await scene.folder(), 'snapshots.db');
    const first = await scene.grafana(upstream, { storePath });
    await first.takeTime();
    const known = await first.panel(TODAY);
    await expectCurrent(upstream, known, '15:15');
    await first.close();

    // The first health check shows the time; then the way is cut.
    const second = await scene.grafana(upstream, { storePath });
    await moveTo(scene, upstream, second, '15:32:00');
    await scene.count();
    await upstream.control.addFault({ path: 'any', kind: 'status', status: 500 });
    for (const answer of await second.dashboard([TODAY, TODAY])) {
      expectStale(answer, known, /500 Internal Server Error/);
    }
    await upstream.control.clearFaults();
    await moveTo(scene, upstream, second, '15:46:30');
    await expectCurrent(upstream, await second.panel(TODAY), '15:45');
  },
};

/** Settings are saved again and again, unchanged but for what costs no call. */
const savedOften: FaultCase = {
  name: 'fifty saves',
  given: 'The settings are saved fifty times, and after each save somebody looks.',
  served: 'All numbers, every time.',
  mostCalls: 2,
  recovery: 'None is needed: a new instance finds token, budget and snapshots.',
  run: async (scene) => {
    const upstream = await scene.simulated();
    const grafana = await scene.grafana(upstream);
    for (let save = 0; save <= 50; save += 1) {
      await upstream.expectTruth(WORKDAY, await grafana.panel(WORKDAY));
      grafana.save({ staleForMinutes: 60 + save });
    }
  },
};

/** Somebody saves a wrong secret, and then the right one. */
const secretMistyped: FaultCase = {
  name: 'a secret that is saved wrongly',
  given: 'A wrong secret is saved over the right one.',
  served: 'What is known; a new question gets the error, with status 401: the token of the right secret is not used.',
  // Before, a token and a question; the wrong token, once more after a short back-off; a token and the question.
  mostCalls: 2 + 2 + 2,
  recovery: 'With the right secret saved, all numbers.',
  run: async (scene) => {
    const upstream = await scene.simulated();
    const grafana = await scene.grafana(upstream);
    await upstream.expectTruth(WORKDAY, await grafana.panel(WORKDAY));
    grafana.save({}, { clientSecret: `${canary.CLIENT_SECRET}-mistyped` });
    await upstream.expectTruth(WORKDAY, await grafana.panel(WORKDAY));
    expectError(await grafana.panel(SHORTER), 401, /^Genesys Cloud refused the client id or secret/);
    grafana.save({}, { clientSecret: canary.CLIENT_SECRET });
    await expectRecovery(upstream, grafana, SHORTER);
  },
};

/** Settings that cannot work. */
const settingsMissing: FaultCase = {
  name: 'settings without a secret',
  given: 'The data source has neither a client id nor a secret.',
  served: 'The error, with status 400, which names both settings; nothing is sent.',
  mostCalls: 2,
  recovery: 'With both saved, all numbers.',
  run: async (scene) => {
    const upstream = await scene.simulated();
    const grafana = await scene.grafana(upstream, {
      jsonData: { clientId: '' },
      secureJsonData: { clientSecret: '' },
    });
    expectError(await grafana.panel(WORKDAY), 400, /clientId is missing: .*\n?.*clientSecret is missing: /s);
    expect((await grafana.health()).status).toBe('ERROR');
    expect(await scene.calls()).toBe(0);
    grafana.save({ clientId: 'demo' }, { clientSecret: canary.CLIENT_SECRET });
    await upstream.expectTruth(WORKDAY, await grafana.panel(WORKDAY));
  },
};

/** What one API has answered must not be shown as the other's. */
const otherApi: FaultCase = {
  name: 'another API is saved',
  given: 'The data source is switched from Quality Metrics to Analytics, which has other numbers.',
  served: 'The numbers of the API that is set, never those that are kept of the other.',
  // A token and a question each way, and the names of the agents, which are known by then.
  mostCalls: 4,
  recovery: 'Switched back, the kept numbers of the first are shown, at no call.',
  run: async (scene) => {
    const upstream = await scene.raw();
    upstream.script = {
      '/aggregates/': json((request: RawRequest) => ({ results: aggregateGroups(request).slice(0, 1) })),
    };
    const grafana = await scene.grafana(upstream);
    await upstream.expectTruth(SCORES, await grafana.panel(SCORES));
    grafana.save(ANALYTICS);
    const other = await grafana.panel(SCORES);
    expect(customOf(other)).toMatchObject({ dialect: 'analytics' });
    expect(other.frames[0]?.data?.values[0]).toEqual([healthy.agents[0]?.id]);
    grafana.save({ api: 'qualityMetrics' });
    await upstream.expectTruth(SCORES, await grafana.panel(SCORES));
    expect(upstream.asked(METRICS)).toHaveLength(1);
  },
};

/** A viewer whose question hangs; the function closes the page. */
async function viewerWithoutAnswer(upstream: SimulatedUpstream, grafana: Grafana): Promise<() => Promise<void>> {
  await upstream.control.addFault({ path: 'metrics', kind: 'hang' });
  const page = new AbortController();
  const left = grafana.panel(WORKDAY, { signal: page.signal }).then(
    () => 'answered',
    () => 'left'
  );
  await untilHanging(upstream);
  return async () => {
    page.abort();
    expect(await left).toBe('left');
  };
}

/** Whoever asked first leaves. */
const firstViewerLeaves: FaultCase = {
  name: 'the first viewer leaves',
  given: 'The viewer whose look has sent the question closes the page before the answer.',
  served: 'All numbers to everybody else, from the same question.',
  mostCalls: 2,
  recovery: 'None is needed.',
  run: async (scene) => {
    const upstream = await scene.simulated();
    const grafana = await scene.grafana(upstream);
    const leave = await viewerWithoutAnswer(upstream, grafana);
    const others = grafana.dashboard(Array.from({ length: VIEWERS }, () => WORKDAY));
    await leave();
    await upstream.control.clearFaults();
    for (const answer of await others) {
      await upstream.expectTruth(WORKDAY, answer);
    }
  },
};

/** Everybody leaves. */
const everybodyLeaves: FaultCase = {
  name: 'everybody leaves',
  given: 'All viewers close the page before the answer.',
  served: 'Nobody anything; the answer is kept all the same.',
  mostCalls: 2,
  recovery: 'Who looks next has all numbers, at no further call.',
  run: async (scene) => {
    const upstream = await scene.simulated();
    const grafana = await scene.grafana(upstream);
    const leave = await viewerWithoutAnswer(upstream, grafana);
    await leave();
    await upstream.control.clearFaults();
    await expectRecovery(upstream, grafana, WORKDAY);
  },
};

/** Two organizations of one Grafana have data sources of the same uid and credentials. */
const otherOrganization: FaultCase = {
  name: 'another organization',
  given: 'Genesys Cloud is down, and a second organization of Grafana looks at what the first one knows.',
  served: 'To the first what it knows; to the second the error, with status 502: nothing of the first.',
  // A token and the question; the second's question, once more after a short back-off, and the good one.
  mostCalls: 2 + 2 + 1,
  recovery: 'The second asks for itself, with the same token.',
  run: async (scene) => {
    const upstream = await scene.simulated();
    const grafana = await scene.grafana(upstream);
    await upstream.expectTruth(WORKDAY, await grafana.panel(WORKDAY));
    await upstream.control.addFault({ path: 'any', kind: 'status', status: 500 });
    await upstream.expectTruth(WORKDAY, await grafana.panel(WORKDAY));
    expectError(await grafana.panel(WORKDAY, { orgId: 2 }), 502, /500 Internal Server Error/);
    await upstream.control.clearFaults();
    const answer = await until('the second organization is answered', async () => {
      const look = await grafana.panel(WORKDAY, { orgId: 2 });
      return look.error === undefined ? look : undefined;
    });
    await upstream.expectTruth(WORKDAY, answer);
    expect((await upstream.control.state()).requests.token).toBe(1);
  },
};

export const lifecycleCases: FaultCase[] = [
  endsWhileAsking('SIGKILL'),
  endsWhileAsking('SIGTERM'),
  restartWhileDown,
  savedOften,
  secretMistyped,
  settingsMissing,
  otherApi,
  firstViewerLeaves,
  everybodyLeaves,
  otherOrganization,
];
