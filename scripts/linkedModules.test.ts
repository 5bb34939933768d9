import { linkedModules, unnamed } from './linkedModules';

it('tells modules that are no part, or are one in another version', () => {
  const part = { directory: '', folders: [], source: '' };
  const parts = [
    { ...part, name: 'example.org/a', version: 'v1.0.0' },
    { ...part, name: 'example.org/b', version: 'v1.0.0' },
  ];
  expect(unnamed(['example.org/a v1.0.0', 'example.org/b v1.0.1', 'example.org/c v1.0.0'], parts)).toEqual([
    'example.org/b v1.0.1',
    'example.org/c v1.0.0',
  ]);
});

it('refuses what is no Go binary', async () => {
  await expect(linkedModules(__filename)).rejects.toThrow('go version names no module of');
});
