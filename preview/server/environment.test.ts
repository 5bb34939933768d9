import { expandEnvironment, expandJson } from './environment';

const ENV = { HOST: 'example.com', PORT: '8080', ON: 'true', WORD: 'a$b' };

describe('expandEnvironment', () => {
  it.each([
    ['https://$HOST:${PORT}/', 'https://example.com:8080/'],
    ['$MISSING', ''],
    ['pa$$word', 'pa$word'],
    ['$WORD', 'a$b'],
    ['plain', 'plain'],
  ])('%s becomes %s', (text, expected) => {
    expect(expandEnvironment(text, ENV)).toBe(expected);
  });
});

describe('expandJson', () => {
  it('replaces at any depth, and makes numbers and booleans of variables alone', () => {
    const value = { port: '$PORT', on: '$ON', off: false, written: '8080', list: ['$HOST', { word: '$$PORT' }] };
    expect(expandJson(value, ENV)).toEqual({
      port: 8080,
      on: true,
      off: false,
      written: '8080',
      list: ['example.com', { word: '$PORT' }],
    });
  });
});
