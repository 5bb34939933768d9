import { Dataset } from './dataset';
import type { Evaluation } from './evaluation';

const MONDAY = Date.parse('2026-03-02T00:00:00Z');
const PLAIN = { seed: 1, agents: 240, timeZone: 'UTC', lateBatches: 0 };

function day(options: object = {}): Evaluation[] {
  return new Dataset({ ...PLAIN, ...options }).evaluations(MONDAY, MONDAY + 24 * 60 * 60 * 1000);
}

test('without percentages nothing is out of the ordinary', () => {
  const odd = day().filter(
    ({ queueId, evaluatorId, calibrationId, systemSubmitted }) =>
      queueId === '' || evaluatorId === '' || calibrationId !== undefined || systemSubmitted !== undefined
  );
  expect(odd).toEqual([]);
});

test('percentages strike about as many, the same whenever asked, and change nothing else', () => {
  const options = { noQueue: 5, aiScored: 20, calibrations: 10 };
  const evaluations = day(options);
  const share = (isStruck: (evaluation: Evaluation) => boolean): number =>
    (evaluations.filter(isStruck).length / evaluations.length) * 100;
  expect(share(({ queueId }) => queueId === '')).toBeCloseTo(5, -1);
  expect(share(({ evaluatorId, systemSubmitted }) => evaluatorId === '' && systemSubmitted === true)).toBeCloseTo(
    20,
    -1
  );
  expect(share(({ calibrationId }) => calibrationId !== undefined)).toBeCloseTo(10, -1);
  expect(share(({ queueId }) => queueId === '')).toBeGreaterThan(0);
  expect(evaluations).toEqual(day(options));
  const scores = (list: Evaluation[]): unknown[] =>
    list.map(({ id, agentId, evaluationFormId, score, submittedAt }) => [
      id,
      agentId,
      evaluationFormId,
      score,
      submittedAt,
    ]);
  expect(scores(evaluations)).toEqual(scores(day()));
});
