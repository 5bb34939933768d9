import { mkdirSync, writeFileSync } from 'node:fs';

import { GROUP_SIZES, type FaultCase, type Group } from './faultCase';
import { OUTCOMES, outcomesOf, type Outcome } from './outcomes';
import { Scene } from './scene';

/** The longest case waits out a time-out of 30 s and a back-off, on a machine that runs several others. */
const TIMEOUT = 300_000;

/** Runs the cases of a group side by side. Each has processes, stores and upstreams of its own, and ends them itself. */
export function runGroup(group: Group, cases: FaultCase[], { skip = false, atOnce = 8 } = {}): void {
  const outcomes = cases.map((one): Outcome => ({ ...one, passed: false }));
  const places = new Places(atOnce);

  (skip ? test.concurrent.skip : test.concurrent).each(outcomes)(
    '$name',
    async (one) => {
      const scene = new Scene();
      await places.take();
      try {
        await one.run(scene);
        one.calls = await scene.calls();
        expect(one.calls).toBeLessThanOrEqual(one.mostCalls);
        expect(await scene.findLeaks()).toEqual([]);
        one.passed = true;
      } finally {
        await scene.end();
        places.giveBack();
      }
    },
    TIMEOUT
  );

  afterAll(() => {
    mkdirSync(OUTCOMES, { recursive: true });
    writeFileSync(outcomesOf(group), JSON.stringify(outcomes));
  });

  test('the group has as many cases as it should, each with a name of its own', () => {
    expect(cases).toHaveLength(GROUP_SIZES[group]);
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  });
}

/** So many cases run at once, first come, first served. */
class Places {
  private readonly waiting: Array<() => void> = [];

  constructor(private free: number) {}

  async take(): Promise<void> {
    if (this.free > 0) {
      this.free -= 1;
    } else {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  giveBack(): void {
    const next = this.waiting.shift();
    if (next === undefined) {
      this.free += 1;
    } else {
      next();
    }
  }
}
