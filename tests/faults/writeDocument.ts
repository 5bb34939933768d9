import { readFileSync, writeFileSync } from 'node:fs';

import { run } from '../../scripts/run';
import { DOCUMENT, writeMarkdown } from './document';
import { GROUP_SIZES, type Group } from './faultCase';
import { outcomesOf, type Outcome } from './outcomes';

/** After a run: with WRITE=1 writes how its cases came out into the document. @throws when it was not the whole suite */
export default async function writeDocument(): Promise<void> {
  if (process.env.WRITE !== '1') {
    return;
  }
  const groups = new Map<Group, Outcome[]>();
  // The keys are those of the literal.
  for (const group of Object.keys(GROUP_SIZES) as Group[]) {
    groups.set(group, JSON.parse(readFileSync(outcomesOf(group), 'utf8')));
  }
  writeFileSync(DOCUMENT, writeMarkdown(groups));
  await run('npx', ['prettier', '--write', DOCUMENT], { quiet: true });
}
