import type { SimulatorRequest } from './answer';
import { RequestLog } from './requestLog';

function question(groupBy: string): SimulatorRequest {
  const query = new URLSearchParams({ groupBy });
  return { method: 'GET', path: '/api/v2/quality/metrics', query, headers: {}, body: '' };
}

test('the last 1000 questions are kept, oldest first, and all are counted', () => {
  const log = new RequestLog();
  for (let number = 0; number < 1003; number += 1) {
    log.arrived('metrics', question(String(number)), number);
  }
  expect(log.questions).toHaveLength(1000);
  expect([log.questions[0]?.groupBy, log.questions[999]?.groupBy]).toEqual(['3', '1002']);
  expect(log.counters.metrics).toBe(1003);
});

test('a clock that is set back does not mix two minutes into one peak', () => {
  const log = new RequestLog();
  [100_000, 100_001, 5_000, 5_001, 5_002].forEach((now) => log.arrived('metrics', question('agent'), now));
  expect(log.counters.peakPerMinute).toBe(3);
});

test('each question remembers its own status', () => {
  const log = new RequestLog();
  const [first, second] = [log.arrived('metrics', question('a'), 0), log.arrived('metrics', question('b'), 0)];
  log.answered(second, 429);
  log.answered(first, 200);
  expect(log.questions.map(({ status }) => status)).toEqual([200, 429]);
});
