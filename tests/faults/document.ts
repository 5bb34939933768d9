import { join } from 'node:path';

import { root } from '../../scripts/run';
import type { FaultCase, Group } from './faultCase';
import type { Outcome } from './outcomes';

/** The generated document. */
export const DOCUMENT = join(root, 'docs', 'faults.md');

const INTRODUCTION = `# Faults

What happens to whoever looks at a panel when something breaks. Each case runs the real plugin over gRPC, with the
simulator or a bare socket for Genesys Cloud, a real redis-server, and store files that are damaged, full or read only.
In every case no shown number is wrong; the client secret, the access token and Redis' password turn up in no log, answer,
error, metric, store or value in Redis; and no person's name or id turns up in logs or metrics.

**Calls** are requests to Genesys Cloud over the whole case, tokens, names and recovery included: as measured in the last
run, and the most that are allowed. Written by \`WRITE=1 npm run test:faults\`.
`;

const HEAD = ['Case', 'Given', 'Served', 'Calls', 'Recovery', 'Outcome'];

/** The document of a whole run, Markdown. */
export function writeMarkdown(groups: Map<Group, Outcome[]>): string {
  const all = [...groups.values()].flat();
  const summary = `${all.filter(({ passed }) => passed).length} of ${all.length} cases came out as they should.\n`;
  const tables = [...groups].map(([group, outcomes]) => {
    const rows = outcomes.map(rowOf);
    return [`## ${group}: ${outcomes.length}`, '', line(HEAD), line(HEAD.map(() => '---')), ...rows, ''].join('\n');
  });
  return [INTRODUCTION, summary, ...tables].join('\n');
}

/** A case as the document words it, whatever it measured: name, given, served, most calls and recovery. */
export type Wording = Pick<FaultCase, 'name' | 'given' | 'served' | 'mostCalls' | 'recovery'>;

/** The cases that a document names, in its order. */
export function casesIn(markdown: string): Wording[] {
  const rows = markdown.split('\n').filter((text) => text.startsWith('|'));
  return rows
    .map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim())
    )
    .filter(([name = '']) => name !== HEAD[0] && !/^-+$/.test(name))
    .map(([name = '', given = '', served = '', calls = '', recovery = '']) => ({
      name,
      given,
      served,
      mostCalls: Number(/\d+$/.exec(calls)?.[0]),
      recovery,
    }));
}

function rowOf({ name, given, served, calls, mostCalls, recovery, passed }: Outcome): string {
  return line([
    name,
    given,
    served,
    `${calls ?? '?'} ≤ ${mostCalls}`,
    recovery,
    passed ? 'as it should be' : '**failed**',
  ]);
}

function line(cells: string[]): string {
  return `| ${cells.join(' | ')} |`;
}
