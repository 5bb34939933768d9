import { STAGES, type Result } from './stages';

interface Row extends Result {
  name: string;
  seconds: number;
}

/** Runs every stage, whatever the ones before it said, and ends with a table and one line of counts. */
async function main(): Promise<void> {
  const only = process.argv.slice(2);
  const unknown = only.filter((name) => !STAGES.some(([stage]) => stage === name));
  if (unknown.length > 0) {
    throw new Error(
      `There is no stage ${unknown.join(', ')}; the stages are ${STAGES.map(([name]) => name).join(', ')}.`
    );
  }
  const rows: Row[] = [];
  for (const [name, run] of STAGES.filter(([stage]) => only.length === 0 || only.includes(stage))) {
    console.log(`${name} …`);
    const began = performance.now();
    const result = await run().catch((error: Error) => {
      console.error(error.message);
      return { failed: true, passed: 0, failures: 0, skipped: 0 };
    });
    rows.push({ ...result, name, seconds: (performance.now() - began) / 1000 });
  }
  report(rows);
}

function report(rows: Row[]): void {
  console.log(`\n${'stage'.padEnd(15)}outcome   passed  failed  skipped     time`);
  for (const row of rows) {
    const ran = row.passed + row.failures > 0;
    const skipped = row.leftOut !== undefined && !ran && !row.failed;
    const outcome = row.failed ? 'FAILED' : skipped ? 'left out' : 'passed';
    const counts = [row.passed, row.failures, row.skipped].map((n, i) =>
      (ran ? String(n) : '').padStart([8, 8, 9][i] ?? 8)
    );
    console.log(
      `${row.name.padEnd(15)}${outcome.padEnd(8)}${counts.join('')}${`${row.seconds.toFixed(1)} s`.padStart(9)}`
    );
  }
  for (const row of rows.filter((r) => r.leftOut)) {
    console.log(`Left out of ${row.name}: ${row.leftOut}.`);
  }
  const total = (of: (row: Row) => number) => rows.reduce((sum, row) => sum + of(row), 0);
  const failedStages = rows.filter((row) => row.failed);
  if (failedStages.length > 0) {
    console.log(`Failed: ${failedStages.map((row) => row.name).join(', ')}.`);
    process.exitCode = 1;
  }
  // A stage that failed without a failing test (lint, a build) still counts as one.
  const failures = total((row) => row.failures || (row.failed ? 1 : 0));
  console.log(`${total((row) => row.passed)} passed, ${failures} failed, ${total((row) => row.skipped)} skipped`);
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
