import { WINDOW_MS } from '../instant';
import { Deliveries } from './deliveries';

const START = Date.parse('2026-03-02T00:00:00Z');
const WINDOWS = Array.from({ length: 4000 }, (_, index) => START + index * WINDOW_MS);

function lags(latePercent: number, seed = 1): number[] {
  const deliveries = new Deliveries(seed, latePercent);
  return WINDOWS.map((window) => (deliveries.deliveredAt(window) - window - WINDOW_MS) / 1000);
}

test('a batch arrives within a minute after its window, unless it is late', () => {
  const seconds = lags(0);
  expect(Math.min(...seconds)).toBe(5);
  expect(Math.max(...seconds)).toBe(55);
});

test('a late batch takes more than a minute and at most half an hour', () => {
  const seconds = lags(100);
  expect(Math.min(...seconds)).toBeGreaterThan(60);
  expect(Math.min(...seconds)).toBeLessThan(70);
  expect(Math.max(...seconds)).toBeGreaterThan(1780);
  expect(Math.max(...seconds)).toBeLessThanOrEqual(1800);
});

test('as many are late as was asked for, the same ones for the same seed', () => {
  const late = lags(5).filter((seconds) => seconds > 60);
  expect(late.length).toBeGreaterThan(150);
  expect(late.length).toBeLessThan(250);
  expect(lags(5)).toEqual(lags(5));
  expect(lags(5, 2)).not.toEqual(lags(5));
});

test('all of a window comes at once; a delay holds for its window only, until reset', () => {
  const deliveries = new Deliveries(1, 5);
  const next = deliveries.deliveredAt(START + WINDOW_MS);
  const drawn = deliveries.deliveredAt(START);
  deliveries.delay(START + 1000, 20);
  expect(deliveries.deliveredAt(START)).toBe(START + 35 * 60 * 1000);
  expect(deliveries.deliveredAt(START + WINDOW_MS - 1)).toBe(START + 35 * 60 * 1000);
  expect(deliveries.deliveredAt(START + WINDOW_MS)).toBe(next);
  deliveries.reset();
  expect(deliveries.deliveredAt(START)).toBe(drawn);
});
