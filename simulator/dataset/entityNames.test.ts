import { EntityNames } from './entityNames';
import { LocalCalendar } from './localDay';
import { buildOrganization } from './organization';

const organization = buildOrganization(1, 10);
const [first, , , married] = organization.agents;

function names(): EntityNames {
  return new EntityNames(organization, new LocalCalendar('Europe/Berlin'));
}

test('one agent changes name at noon local time, every day', () => {
  const at = (instant: string): string => names().nameOf(married?.id ?? '', Date.parse(instant));
  const single = married?.name;
  const both = `${married?.name}-Lindqvist`;
  // 2026-03-02 is day 20514 since 1970, an even one; noon in Berlin is 11:00 UTC.
  expect(at('2026-03-02T10:59:59Z')).toBe(single);
  expect(at('2026-03-02T11:00:00Z')).toBe(both);
  expect(at('2026-03-03T10:59:59Z')).toBe(both);
  expect(at('2026-03-03T11:00:00Z')).toBe(single);
  expect(at('2026-03-04T10:59:59Z')).toBe(single);
});

test('a rename holds at every instant, until reset', () => {
  const renamed = names();
  const noonOfEvenDay = Date.parse('2026-03-02T11:00:00Z');
  renamed.rename(married?.id ?? '', 'New Name');
  renamed.rename('of an added evaluation', 'Someone');
  expect(renamed.nameOf(married?.id ?? '', noonOfEvenDay)).toBe('New Name');
  expect(renamed.nameOf('of an added evaluation', 0)).toBe('Someone');
  renamed.reset();
  expect(renamed.nameOf(married?.id ?? '', noonOfEvenDay)).toBe(`${married?.name}-Lindqvist`);
  expect(renamed.nameOf('of an added evaluation', 0)).toBe('of an added evaluation');
});

test('every kind of entity has its name', () => {
  const { queues, skills, evaluationForms, evaluators } = organization;
  for (const entity of [first, queues[3], skills[1], evaluationForms[4], evaluators[7]]) {
    expect(names().nameOf(entity?.id ?? '', 0)).toBe(entity?.name);
  }
});
