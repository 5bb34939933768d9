/** The licences under which something may be shipped with this plugin, by their SPDX ids. */
export const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);

/** What a licence's text says and no other's does, in lower case and on one line. */
const SIGNS: Array<[id: string, says: RegExp]> = [
  ['Apache-2.0', /apache license,? version 2\.0/],
  ['MPL-2.0', /mozilla public license,? (version|v\.) ?2\.0/],
  ['CC0-1.0', /cc0 1\.0 universal/],
  ['Unlicense', /this is free and unencumbered software released into the public domain/],
  ['Zlib', /altered source versions must be plainly marked as such/],
  ['BlueOak-1.0.0', /blue oak model license version 1\.0\.0/],
  ['AGPL-3.0', /gnu affero general public license version 3, 19 november 2007/],
  ['LGPL', /gnu (lesser|library) general public license version (2|3)/],
  ['GPL', /gnu general public license version [123]/],
  ['SSPL-1.0', /server side public license version 1/],
  ['BUSL-1.1', /business source license 1\.1/],
  ['Elastic-2.0', /elastic license 2\.0/],
  ['Commons-Clause', /commons clause.{0,40}license condition/],
  ['EPL', /eclipse public license -? ?v/],
  ['CDDL', /common development and distribution license/],
];

const MIT =
  /permission is hereby granted, free of charge, to any person obtaining a copy of (?:this software|the software)/;
const MIT_NOTICE = /the above copyright notice and this permission notice shall be included/;
const ISC =
  /permission to use, copy, modify,? (?:and(?:\/or)? )?distribute this software for any purpose with or without fee is hereby granted/;
const ISC_NOTICE = /provided that the above copyright notice/;
const BSD = /redistribution and use in source and binary forms, with or without modification/;

/**
 * @param text what a LICENSE file says
 * @returns the SPDX ids of all licences in it; none when it holds no licence that is known here. GPL and its like are
 * told apart no further than is needed to refuse them.
 */
export function licencesIn(text: string): string[] {
  const line = text.toLowerCase().replace(/[\s*#>]+/g, ' ');
  const found = SIGNS.filter(([, says]) => says.test(line)).map(([id]) => id);
  if (found.includes('MPL-2.0')) {
    // Its text names the licences that it can be combined with.
    return ['MPL-2.0'];
  }
  if (MIT.test(line)) {
    found.push(MIT_NOTICE.test(line) ? 'MIT' : 'MIT-0');
  }
  if (ISC.test(line)) {
    found.push(ISC_NOTICE.test(line) ? 'ISC' : '0BSD');
  }
  if (BSD.test(line)) {
    found.push(bsd(line));
  }
  return found;
}

function bsd(line: string): string {
  if (line.includes('all advertising materials mentioning features')) {
    return 'BSD-4-Clause';
  }
  return line.includes('endorse or promote') ? 'BSD-3-Clause' : 'BSD-2-Clause';
}

/**
 * @param expression the `license` of a package.json: an SPDX expression such as `(MIT OR GPL-2.0-only)`
 * @returns whether the expression leaves a choice that is allowed. Exceptions (`WITH`) and what is no expression do not.
 */
export function allows(expression: string): boolean {
  const tokens = expression.match(/[()]|[^\s()]+/g) ?? [];
  let at = 0;
  const operand = (): boolean => {
    const token = tokens[at++] ?? '';
    if (token !== '(') {
      return ALLOWED.has(token);
    }
    const inner = either();
    return tokens[at++] === ')' && inner;
  };
  const both = (): boolean => {
    let good = operand();
    while (tokens[at] === 'AND') {
      at++;
      good = operand() && good;
    }
    return good;
  };
  const either = (): boolean => {
    let good = both();
    while (tokens[at] === 'OR') {
      at++;
      good = both() || good;
    }
    return good;
  };
  const good = either();
  return good && at === tokens.length;
}
