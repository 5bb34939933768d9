import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

import { root } from './run';
import { bundledParts, licencesOf, linkedParts, noticeFiles, type Part } from './shipped';

/** The file in the archive with the licences and notices of everything in it that others wrote. */
export const NOTICES = 'THIRD-PARTY-NOTICES.txt';

const ABOUT = `Third-party notices

Genesys Cloud Quality is under the Apache License 2.0: see LICENSE. Its backend and its front end hold code of the
parts below, each under its own licence. First come the parts, with their licences and the pages that lead to their
sources, then the licences and notices themselves. A text that several parts share stands once, below all of them.

Parts under the Mozilla Public License 2.0 (MPL-2.0) are used as they are. Their source is at the page named, and
\`go mod download <name>@<version>\` fetches it.`;

/** Writes the notices of what is linked and bundled into a built `dist/`, and gives back the parts that they name. */
export async function writeNotices(): Promise<Part[]> {
  const dist = join(root, 'dist');
  const parts = [...(await linkedParts()), ...bundledParts(dist)];
  await writeFile(join(dist, NOTICES), composeNotices(parts));
  return parts;
}

/**
 * The text of the notices; equal for equal parts, whatever their order. Throws when parts have no licence text, and
 * names them all.
 */
export function composeNotices(parts: Part[]): string {
  const sorted = [...parts].sort((a, b) => compare(title(a), title(b)));
  const listed = sorted.map((part) => `${title(part)}: ${licencesOf(part).join(', ')}\n    ${part.source}`);
  const texts = [...textsOf(sorted)].map(
    ([text, places]) => `${'='.repeat(80)}\n${places.join('\n')}\n${'-'.repeat(80)}\n\n${text}`
  );
  return `${[ABOUT, listed.join('\n'), ...texts].join('\n\n')}\n`;
}

/** Every text with the places where it was found, in the order of the parts. */
function textsOf(parts: Part[]): Map<string, string[]> {
  const texts = new Map<string, string[]>();
  const missing: string[] = [];
  for (const part of parts) {
    try {
      for (const file of noticeFiles(part)) {
        const place = `${title(part)}: ${relative(part.directory, file).split(sep).join('/')}`;
        const text = tidy(readFileSync(file, 'utf8'));
        texts.set(text, [...(texts.get(text) ?? []), place]);
      }
    } catch (error) {
      missing.push((error as Error).message);
    }
  }
  if (missing.length > 0) {
    throw new Error(`Nothing may be shipped without its licence:\n${missing.join('\n')}`);
  }
  return texts;
}

function title({ name, version }: Part): string {
  return `${name} ${version}`;
}

/** Texts that differ in nothing but the ends of lines are one text. */
function tidy(text: string): string {
  return text
    .replace(/^\uFEFF/, '')
    .replace(/[ \t\r]+$/gm, '')
    .replace(/^\n+|\n+$/g, '');
}

/** The order of code units: the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
