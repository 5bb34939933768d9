import { expect, test } from '@grafana/plugin-e2e';

import { SimulatorControl } from '../../../simulator/control/client';
import { NO_SIMULATOR } from '../environment';
import { dataSourceQuery, GrafanaApi } from '../GrafanaApi';
import { SimulatedDay } from '../SimulatedDay';

test.skip(!process.env.SIMULATOR_URL, NO_SIMULATOR);
test.describe.configure({ timeout: 300_000 });

test('a live panel shows the next window by itself', async ({ page, request, gotoDashboardPage }) => {
  const grafana = new GrafanaApi(request);
  const simulator = new SimulatorControl(process.env.SIMULATOR_URL ?? '');
  const day = await SimulatedDay.begin(grafana, simulator);
  try {
    const query = { groupBy: [], metrics: ['count'], format: 'stat', live: true };
    const { uid } = await grafana.post<{ uid: string }>('/api/dashboards/db', {
      dashboard: {
        title: day.dataSourceUid,
        panels: [
          {
            id: 1,
            type: 'stat',
            title: 'Evaluations',
            gridPos: { x: 0, y: 0, w: 12, h: 8 },
            targets: [dataSourceQuery('A', query, day.dataSourceUid)],
          },
        ],
      },
    });
    try {
      const before = (await day.evaluations()).length;
      let asked = 0;
      page.on('request', (sent) => (asked += Number(sent.url().includes('/api/ds/query'))));
      const dashboard = await gotoDashboardPage({ uid });
      const panel = dashboard.getPanelByTitle('Evaluations').locator;
      const shown = async () => Number(/[\d,]+/.exec(await panel.innerText())?.[0].replace(',', ''));
      await expect.poll(shown).toBe(before);

      const { agents, queues, evaluationForms } = await simulator.organization();
      const of = {
        agentId: agents[0]?.id ?? '',
        queueId: queues[0]?.id ?? '',
        evaluationFormId: evaluationForms[0]?.id ?? '',
      };
      await day.evaluate(1, of, { passed: true, count: 1000 });
      // The stream looks at the clock once a minute, and takes up to another for its turn.
      await day.moveTo(1);
      await expect.poll(shown, { timeout: 150_000 }).toBeGreaterThanOrEqual(before + 1000);
      expect(await shown()).toBe((await day.evaluations()).length);
      expect(asked).toBe(0);
    } finally {
      await grafana.delete(`/api/dashboards/uid/${uid}`);
    }
  } finally {
    await day.end();
  }
});
