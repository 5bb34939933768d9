import { SimulatorClock } from './clock';

function clockAt(now: number, speed: number): { clock: SimulatorClock; pass: (ms: number) => void } {
  let real = 5000;
  const clock = new SimulatorClock({ now, speed }, () => real);
  return { clock, pass: (ms) => (real += ms) };
}

test.each([
  { speed: 1, passed: 700, expected: 1700 },
  { speed: 60, passed: 700, expected: 43_000 },
  { speed: 0, passed: 700, expected: 1000 },
])('at speed $speed, $passed real milliseconds after 1000 it is $expected', ({ speed, passed, expected }) => {
  const { clock, pass } = clockAt(1000, speed);
  pass(passed);
  expect(clock.now()).toBe(expected);
});

test('a new speed keeps the instant that has been reached', () => {
  const { clock, pass } = clockAt(1000, 2);
  pass(100);
  clock.set({ speed: 10 });
  expect(clock.now()).toBe(1200);
  pass(100);
  expect(clock.now()).toBe(2200);
});

test('a new instant keeps the speed', () => {
  const { clock, pass } = clockAt(1000, 2);
  pass(100);
  clock.set({ now: 50 });
  pass(100);
  expect(clock.now()).toBe(250);
});
