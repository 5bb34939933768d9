import { TestClient } from '../testClient';
import { damageRows } from './damage';
import type { RowFaultKind } from './fault';

const percentage = (value: number | null) => ({ value, unit: 'percentage' });
const GHOST = {
  entityId: 'ghost',
  entityName: 'Ghost',
  metrics: { averageScore: percentage(null), count: { value: 0 }, passRate: percentage(null) },
};
const AGENT = {
  entityId: 'agent',
  entityName: 'Agent',
  metrics: { averageScore: percentage(85.5), count: { value: 10 }, passRate: percentage(90) },
};
const OTHER = { ...AGENT, entityId: 'other' };

function withMetrics(metrics: object): unknown {
  return { ...AGENT, metrics: { ...AGENT.metrics, ...metrics } };
}

test.each<{ kind: RowFaultKind; rows: unknown[] }>([
  {
    kind: 'countWithoutScore',
    rows: [withMetrics({ averageScore: percentage(null), passRate: percentage(null) })],
  },
  { kind: 'negativeCount', rows: [withMetrics({ count: { value: -1 } })] },
  { kind: 'wrongUnit', rows: [withMetrics({ averageScore: { value: 0.855, unit: 'ratio' } })] },
  { kind: 'duplicateEntity', rows: [AGENT, withMetrics({ count: { value: 11 } })] },
  // What JSON.parse makes of 1e999.
  { kind: 'hugeNumber', rows: [withMetrics({ averageScore: percentage(Infinity) })] },
])('$kind damages the first row that counts something', ({ kind, rows }) => {
  expect(JSON.parse(damageRows([GHOST, AGENT, OTHER], kind) ?? '')).toEqual([GHOST, ...rows, OTHER]);
});

test('hugeNumber is a number no double can hold', () => {
  expect(damageRows([AGENT], 'hugeNumber')).toContain('"averageScore":{"value":1e999,"unit":"percentage"}');
});

test('without a row that counts something there is nothing to damage', () => {
  expect(damageRows([GHOST], 'negativeCount')).toBeUndefined();
});

test('a row fault waits for an answer that has rows', async () => {
  const client = await TestClient.start({ agents: 20 });
  await client.control.addFault({ path: 'any', kind: 'negativeCount', times: 1 });
  await client.metrics({ evaluationFormId: 'unknown' });
  expect((await client.askMetrics({ groupBy: 'team' })).status).toBe(400);
  expect((await client.control.state()).faults).toHaveLength(1);
  const counts = (await client.metrics()).map(({ metrics }) => metrics.count?.value);
  expect(counts.filter((count) => count === -1)).toHaveLength(1);
  expect((await client.control.state()).faults).toEqual([]);
  await client.close();
});
