import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { composeNotices } from './notices';
import type { Part } from './shipped';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'notices-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** A part with these files, of which code in `folders` is shipped. */
function part(name: string, files: Record<string, string>, folders: string[] = ['.']): Part {
  const directory = join(folder, name);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  return {
    name,
    version: 'v1.2.3',
    directory,
    folders: folders.map((path) => join(directory, path)),
    source: `https://example.org/${name}`,
  };
}

/** What stands under each heading of the notices, by the heading's first place. */
function texts(notices: string): Map<string, string> {
  const [, ...sections] = notices.split(`${'='.repeat(80)}\n`);
  return new Map(
    sections.map((section) => {
      const [places = '', text = ''] = section.split(`\n${'-'.repeat(80)}\n\n`);
      return [places, text.trim()];
    })
  );
}

const MPL = 'Mozilla Public License, version 2.0';

it('lists every part with its licence and where its source is', () => {
  const notices = composeNotices([part('yamux', { LICENSE: MPL })]);
  expect(notices).toContain('\nyamux v1.2.3: MPL-2.0\n    https://example.org/yamux\n');
});

it('has the NOTICE of a part beside its licence', () => {
  const notices = composeNotices([part('arrow', { 'LICENSE.txt': 'Licence', 'NOTICE.txt': 'Copyright 2016' })]);
  expect([...texts(notices)]).toEqual([
    ['arrow v1.2.3: LICENSE.txt', 'Licence'],
    ['arrow v1.2.3: NOTICE.txt', 'Copyright 2016'],
  ]);
});

it('prints a text once that several parts share, however their lines end', () => {
  const notices = composeNotices([
    part('b', { COPYING: 'One \r\ntwo\r\n' }),
    part('a', { LICENSE: '\nOne\ntwo' }),
    part('c', { LICENSE: 'Three' }),
  ]);
  expect([...texts(notices)]).toEqual([
    ['a v1.2.3: LICENSE\nb v1.2.3: COPYING', 'One\ntwo'],
    ['c v1.2.3: LICENSE', 'Three'],
  ]);
});

it('has the licences of the folders that are shipped and of those above them, and of no others', () => {
  const files = {
    LICENSE: 'Own',
    'zstd/LICENSE': 'Above',
    'zstd/internal/xxhash/LICENSE.txt': 'Shipped',
    'cmd/LICENSE': 'Not shipped',
  };
  const notices = composeNotices([part('compress', files, ['zstd/internal/xxhash'])]);
  expect([...texts(notices).values()]).toEqual(['Own', 'Above', 'Shipped']);
});

it('takes no source file for a licence', () => {
  const files = { LICENSE: 'Own', 'license.go': 'package main', 'notice.test.ts': 'test', 'README.md': 'Read me' };
  expect([...texts(composeNotices([part('a', files)])).values()]).toEqual(['Own']);
});

it('is the same for the same parts in another order', () => {
  const parts = [part('Beta', { LICENSE: '1' }), part('alpha', { LICENSE: '2' }), part('@gamma', { LICENSE: '3' })];
  expect(composeNotices([...parts].reverse())).toBe(composeNotices(parts));
});

it('names all parts without a licence text; a notice alone is none', () => {
  const parts = [
    part('bare', { 'README.md': 'Licence: MIT' }),
    part('good', { LICENSE: 'Licence' }),
    part('noticed', { NOTICE: 'Copyright' }),
  ];
  expect(() => composeNotices(parts)).toThrow(
    `Nothing may be shipped without its licence:
bare v1.2.3 has no licence text in ${join(folder, 'bare')}
noticed v1.2.3 has no licence text in ${join(folder, 'noticed')}`
  );
});
