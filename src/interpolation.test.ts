import { type ScopedVars } from '@grafana/data';

import { interpolatedChoice, interpolatedChoices, interpolatedIds, interpolatedNumber } from './interpolation';
import { FakeTemplateSrv, type FakeVariable } from './testing/FakeTemplateSrv';

const variables: FakeVariable[] = [
  { name: 'one', value: 'a' },
  { name: 'two', value: ['a', 'b'] },
  { name: 'all', value: '$__all', options: ['a', 'b', 'c'] },
  { name: 'allOfOne', value: ['$__all'], options: ['a'] },
  { name: 'allOfNone', value: ['$__all'], options: [] },
  { name: 'custom', value: '$__all', options: ['a', 'b'], allValue: 'x,y' },
  { name: 'customAll', value: '$__all', options: ['a'], allValue: '$__all' },
  { name: 'empty', value: '' },
  { name: 'emptyList', value: [] },
  { name: 'typed', value: 'a, b' },
  { name: 'number', value: '5' },
  { name: 'metric', value: ['passRate', 'count'] },
];

describe('lists of ids', () => {
  const cases: Array<[why: string, entries: string[], expected: string[]]> = [
    ['no variable', ['a', 'b'], ['a', 'b']],
    ['an empty list is all', [], []],
    ['a dollar name', ['$one'], ['a']],
    ['braces', ['${one}'], ['a']],
    ['brackets', ['[[one]]'], ['a']],
    ['several values', ['$two'], ['a', 'b']],
    ['several values in braces', ['${two}'], ['a', 'b']],
    ['several values in brackets', ['[[two]]'], ['a', 'b']],
    ['several values, comma separated', ['${two:csv}'], ['a', 'b']],
    ['several values in another format', ['${two:pipe}'], ['a', 'b']],
    ['several values in brackets with a format', ['[[two:csv]]'], ['a', 'b']],
    ['each id once', ['b', '$two', '$one'], ['b', 'a']],
    ['text around each value', ['agent-$two-x'], ['agent-a-x', 'agent-b-x']],
    ['two variables in an entry', ['$one,$two'], ['a,a', 'a,b']],
    ['ids typed into a text box', ['$typed'], ['a', 'b']],
    ['All is the empty list', ['$all'], []],
    ['All of a single option', ['$allOfOne'], []],
    ['All of no options', ['${allOfNone:csv}'], []],
    ['All in brackets', ['[[all]]'], []],
    ['All beside an id', ['z', '$all'], []],
    ['All with text around is each option', ['agent-$all'], ['agent-a', 'agent-b', 'agent-c']],
    ['a custom value for All is taken as it is', ['$custom'], ['x', 'y']],
    ['a custom value for All that says All', ['$customAll'], []],
    ['a literal All', ['$__all'], []],
    ['a variable without a value matches nothing', ['$empty'], ['']],
    ['a variable without values matches nothing', ['${emptyList:csv}'], ['']],
    ['text around a variable without values', ['agent-$emptyList'], ['']],
    ['nothing beside an id', ['$empty', 'z'], ['z']],
    ['an unknown variable stays', ['$gone', '${gone:csv}', '[[gone]]'], ['$gone', '${gone:csv}', '[[gone]]']],
  ];

  it.each(cases)('%s', (_, entries, expected) => {
    expect(interpolatedIds(entries, {}, new FakeTemplateSrv(variables))).toEqual(expected);
  });

  const scopedVars: ScopedVars = { all: { value: 'b', text: 'B' }, two: { value: ['b', 'c'], text: 'B + C' } };

  it.each([
    [['$all'], ['b']],
    [['${all:csv}'], ['b']],
    [['$two'], ['b', 'c']],
  ])('a repeated panel has its own value for %j', (entries, expected) => {
    expect(interpolatedIds(entries, scopedVars, new FakeTemplateSrv(variables))).toEqual(expected);
  });

  it('knows a scoped list of values from All', () => {
    const scoped: ScopedVars = { all: { value: ['b'], text: 'B' } };
    expect(interpolatedIds(['$all'], scoped, new FakeTemplateSrv(variables))).toEqual(['b']);
  });

  it('takes the value of a repeated panel that stands in no scoped variable', () => {
    const templateSrv = new FakeTemplateSrv(variables, { all: 'c' });
    expect(interpolatedIds(['$all'], {}, templateSrv)).toEqual(['c']);
  });
});

describe('choices and numbers', () => {
  const templateSrv = new FakeTemplateSrv(variables);

  it.each([
    ['literals as they are, even twice', ['count', 'count'], ['count', 'count']],
    ['several values, each once', ['count', '$metric'], ['count', 'passRate']],
    ['All as every option', ['$all'], ['a', 'b', 'c']],
    ['no value as it is written', ['$empty'], ['$empty']],
    ['unknown as it is written', ['$gone'], ['$gone']],
    ['none as none', [], []],
  ])('a list keeps %s', (_, entries, expected) => {
    expect(interpolatedChoices(entries, {}, templateSrv)).toEqual(expected);
  });

  it.each([
    ['table', 'table'],
    ['$one', 'a'],
    ['$empty', '$empty'],
    ['$gone', '$gone'],
  ])('a single choice %s becomes %s', (entry, expected) => {
    expect(interpolatedChoice(entry, {}, templateSrv)).toBe(expected);
  });

  it.each([
    ['$number', 5],
    ['${number}', 5],
    ['2.5', 2.5],
    ['-3', -3],
    ['$one', 'a'],
    ['$two', 'a,b'],
    ['$empty', '$empty'],
    ['$gone', '$gone'],
  ])('the number %s becomes %p', (entry, expected) => {
    expect(interpolatedNumber(entry, {}, templateSrv)).toBe(expected);
  });
});
