import { dateTime, type DataQueryRequest, type ScopedVars } from '@grafana/data';
import { lastValueFrom } from 'rxjs';

import { type FakeVariable } from './testing/FakeTemplateSrv';
import { testDataSource } from './testing/testDataSource';
import { type GenesysQualityVariableQuery } from './types';
import { GenesysQualityVariableSupport } from './variables';

function request(
  targets: GenesysQualityVariableQuery[],
  scopedVars: ScopedVars = {}
): DataQueryRequest<GenesysQualityVariableQuery> {
  const now = dateTime('2026-03-02T12:00:00Z');
  return {
    requestId: 'variable',
    app: 'dashboard',
    interval: '15m',
    intervalMs: 900_000,
    startTime: now.valueOf(),
    timezone: 'utc',
    scopedVars,
    range: { from: now, to: now, raw: { from: 'now', to: 'now' } },
    targets,
  };
}

const datasource = testDataSource({
  entities: { queue: [{ id: 'q1', name: 'Sales' }], agent: [{ id: 'a1', name: 'Ana' }] },
});
const support = new GenesysQualityVariableSupport(datasource);

it('lists names and stands for ids', async () => {
  const answer = await lastValueFrom(support.query(request([{ refId: 'A', entity: 'queue' }])));
  expect(answer.data).toEqual([{ text: 'Sales', value: 'q1' }]);
});

it('lists agents unless something else is chosen', async () => {
  expect(support.getDefaultQuery()).toEqual({ entity: 'agent' });
  const answer = await lastValueFrom(support.query(request([])));
  expect(answer.data).toEqual([{ text: 'Ana', value: 'a1' }]);
});

it('fails with the reason', async () => {
  const failure = lastValueFrom(support.query(request([{ refId: 'A', entity: 'skill' }])));
  await expect(failure).rejects.toThrow('no permission');
});

it('is what the data source offers', () => {
  expect(datasource.variables).toBeInstanceOf(GenesysQualityVariableSupport);
});

describe('a list that depends on the forms of another variable', () => {
  /** The forms whose agents are asked for. */
  async function askedFor(form: Omit<FakeVariable, 'name'>, evaluationFormIds: string[], scopedVars?: ScopedVars) {
    const source = testDataSource({ variables: [{ name: 'form', ...form }], entities: { agent: [] } });
    const query = { refId: 'A', entity: 'agent' as const, evaluationFormIds };
    await lastValueFrom(new GenesysQualityVariableSupport(source).query(request([query], scopedVars)));
    expect(source.getEntities).toHaveBeenCalledTimes(1);
    return jest.mocked(source.getEntities).mock.lastCall;
  }

  it.each<[string, Omit<FakeVariable, 'name'>, string[]]>([
    ['one form', { value: 'f1' }, ['f1']],
    ['several forms', { value: ['f1', 'f2'] }, ['f1', 'f2']],
    ['All forms', { value: ['$__all'], options: ['f1', 'f2'] }, []],
    ['All of no forms', { value: ['$__all'], options: [] }, []],
    ['nothing', { value: '' }, ['']],
    ['an empty choice', { value: [] }, ['']],
  ])('asks by %s as a panel does', async (_, form, ids) => {
    expect(await askedFor(form, ['$form'])).toEqual(['agent', ids]);
  });

  it('takes a variable beside an id, and one that hides the dashboard’s', async () => {
    const scopedVars = { form: { value: 'f2', text: 'F2' } };
    expect(await askedFor({ value: 'f1' }, ['f3', '${form}'], scopedVars)).toEqual(['agent', ['f3', 'f2']]);
  });

  it('leaves an unknown variable to the backend, which says so', async () => {
    expect(await askedFor({ value: 'f1' }, ['$from'])).toEqual(['agent', ['$from']]);
  });
});
