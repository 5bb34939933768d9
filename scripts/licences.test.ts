import { allows, licencesIn } from './licences';

const MIT = `Copyright (c) 2026 Somebody

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files, to deal in the Software without restriction.

The above copyright notice and this permission notice shall be included in all copies.`;
const BSD_2 = `Redistribution and use in source and binary forms, with or without
   modification, are permitted provided that the following conditions are met:`;
const BSD_3 = `${BSD_2} Neither the name of the
 * copyright holder may be used to endorse or
 * promote products derived from this software`;
const APACHE = `                                 Apache License
                           Version 2.0, January 2004`;
const MPL = `Mozilla Public License Version 2.0
  1.12. "Secondary License" means either the GNU General Public License, Version 2.0, the GNU Lesser
  General Public License, Version 2.1, the GNU Affero General Public License, Version 3.0`;

it.each<[name: string, text: string, ids: string[]]>([
  ['MIT', MIT, ['MIT']],
  ['MIT without its notice', MIT.split('The above')[0] ?? '', ['MIT-0']],
  ['two clauses', BSD_2, ['BSD-2-Clause']],
  ['three clauses, over comment marks', BSD_3, ['BSD-3-Clause']],
  ['four clauses', `${BSD_3} All advertising materials mentioning features of this software`, ['BSD-4-Clause']],
  ['Apache, over two lines', APACHE, ['Apache-2.0']],
  ['a file with several', `${APACHE}\n----\n${MIT}\n----\n${BSD_3}`, ['Apache-2.0', 'MIT', 'BSD-3-Clause']],
  ['MPL, which names the GPL', MPL, ['MPL-2.0']],
  [
    'ISC',
    'Permission to use, copy, modify, and/or distribute this software for any\npurpose with or without fee is hereby granted, provided that the above copyright notice',
    ['ISC'],
  ],
  [
    '0BSD',
    'Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted.',
    ['0BSD'],
  ],
  ['GPL', 'GNU GENERAL PUBLIC LICENSE\n  Version 3, 29 June 2007', ['GPL']],
  ['LGPL', 'GNU LESSER GENERAL PUBLIC LICENSE\n  Version 2.1, February 1999', ['LGPL']],
  ['AGPL', 'GNU AFFERO GENERAL PUBLIC LICENSE\n  Version 3, 19 November 2007', ['AGPL-3.0']],
  ['BUSL', 'Business Source License 1.1', ['BUSL-1.1']],
  [
    'MIT with a condition that takes it back',
    `"Commons Clause" License Condition v1.0\n${MIT}`,
    ['Commons-Clause', 'MIT'],
  ],
  ['nothing that is known', 'All rights reserved. MIT is a university.', []],
])('reads %s', (_name, text, ids) => {
  expect(licencesIn(text)).toEqual(ids);
});

it.each([
  ['MIT', true],
  ['(MIT OR GPL-2.0-only)', true],
  ['GPL-2.0-only OR (ISC AND Zlib)', true],
  ['MIT AND GPL-2.0-only', false],
  ['MIT AND (GPL-2.0-only OR AGPL-3.0-only)', false],
  ['GPL-2.0-only OR MIT AND BUSL-1.1', false],
  ['Apache-2.0 WITH LLVM-exception', false],
  ['SEE LICENSE IN LICENSE', false],
  ['UNLICENSED', false],
  ['MIT)', false],
  ['(MIT', false],
  ['', false],
])('%s is allowed: %s', (expression, allowed) => {
  expect(allows(expression)).toBe(allowed);
});
