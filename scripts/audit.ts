import { join } from 'node:path';

import { buildFrontend } from './building';
import { ALLOWED, allows } from './licences';
import { root, run } from './run';
import { bundledParts, licencesOf, linkedParts, type Part } from './shipped';

/** What a check found: a line for people, and what of it must not be shipped. */
interface Finding {
  said: string;
  bad: string[];
  /** What is worth knowing and is no reason to stop. */
  notes?: string[];
}

const UNREACHABLE = 'NOT CHECKED: its database could not be reached';

/** Licences and known vulnerabilities of all that is shipped. Only a finding fails; a database out of reach does not. */
async function main(): Promise<void> {
  await buildFrontend();
  const bundled = bundledParts(join(root, 'dist'));
  const checks: Array<[name: string, check: () => Promise<Finding>]> = [
    ['Go licences', async () => judge(await linkedParts())],
    ['npm licences', () => Promise.resolve(judge(bundled))],
    ['npm audit', () => npmAudit(bundled)],
    ['govulncheck', govulncheck],
  ];
  let bad = 0;
  let unchecked = 0;
  for (const [name, check] of checks) {
    const finding = await check();
    console.log(`${name.padEnd(13)} ${finding.said}`);
    finding.bad.forEach((line) => console.log(`  BAD   ${line}`));
    finding.notes?.forEach((line) => console.log(`  note  ${line}`));
    bad += finding.bad.length;
    unchecked += finding.said.startsWith(UNREACHABLE) ? 1 : 0;
  }
  const verdict = bad === 0 ? 'Nothing was found that must not be shipped' : `${bad} must not be shipped as they are`;
  console.log(`${verdict}; ${unchecked === 0 ? 'everything was checked' : `${unchecked} checks could not be made`}.`);
  process.exitCode = bad === 0 ? 0 : 1;
}

function judge(parts: Part[]): Finding {
  const counts = new Map<string, number>();
  const bad: string[] = [];
  for (const part of parts) {
    const licences = licencesOf(part);
    for (const id of new Set(licences)) {
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    if (!mayBeShipped(part, licences)) {
      const what = licences.length === 0 ? 'no licence that is known' : licences.join(' and ');
      bad.push(`${part.name} ${part.version}: ${what} (read ${part.directory})`);
    }
  }
  const summary = [...counts].sort(([, a], [, b]) => b - a).map(([id, count]) => `${count} ${id}`);
  return { said: `${parts.length} are shipped: ${summary.join(', ')}`, bad };
}

/** A manifest's expression may leave a choice; all licences that stand in texts hold at once. */
function mayBeShipped(part: Part, licences: string[]): boolean {
  if (part.licence !== undefined) {
    return allows(part.licence);
  }
  return licences.length > 0 && licences.every((id) => ALLOWED.has(id));
}

/** What `npm audit --json` answers, as far as it is read here. */
interface NpmAudit {
  vulnerabilities?: Record<string, { severity: string; range: string; nodes: string[] }>;
}

/** A vulnerability counts where its package is in the bundle: what Grafana brings itself is Grafana's to mend. */
async function npmAudit(bundled: Part[]): Promise<Finding> {
  const { output } = await run('npm', ['audit', '--omit=dev', '--json'], { quiet: true });
  const { vulnerabilities } = parsed(output);
  if (!vulnerabilities) {
    return { said: `${UNREACHABLE} (${reason(output)})`, bad: [] };
  }
  const shipped = new Set(bundled.map(({ directory }) => directory));
  const bad: string[] = [];
  const notes: string[] = [];
  for (const [name, { severity, range, nodes }] of Object.entries(vulnerabilities)) {
    const inBundle = nodes.some((node) => shipped.has(join(root, node)));
    (inBundle ? bad : notes).push(`${name} ${range}: ${severity}${inBundle ? '' : ', not in the bundle'}`);
  }
  return { said: `${bad.length} known vulnerabilities in the bundle, ${notes.length} beside it`, bad, notes };
}

/** Both streams are one text; npm's warnings may stand around its JSON. */
function parsed(output: string): NpmAudit {
  try {
    return JSON.parse(output.slice(output.indexOf('{'), output.lastIndexOf('}') + 1));
  } catch {
    return {};
  }
}

async function govulncheck(): Promise<Finding> {
  const tool = ['tool', '-modfile=tools/govulncheck.mod', 'govulncheck'];
  const { code, output } = await run('go', [...tool, './pkg/...'], { quiet: true });
  if (code === 0) {
    return { said: 'no known vulnerability is reached', bad: [] };
  }
  const found = [...output.matchAll(/^Vulnerability #\d+: (.+)$/gm)].map(([, id]) => String(id));
  if (found.length > 0) {
    return {
      said: `${found.length} known vulnerabilities are reached; go ${tool.join(' ')} ./pkg/... says how`,
      bad: found,
    };
  }
  return { said: `${UNREACHABLE} (${reason(output)})`, bad: [] };
}

/** The first line that says what went wrong. */
function reason(output: string): string {
  const lines = output.split('\n').map((line) => line.trim().replace(/^"message": "|",$/g, ''));
  return (
    lines.find((line) => /error|fetching|not allowed|warn/i.test(line)) ?? lines.find(Boolean) ?? 'it said nothing'
  );
}

void main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
