import { dateTime, type DataQueryRequest } from '@grafana/data';
import { lastValueFrom } from 'rxjs';

import { testDataSource } from './testing/testDataSource';
import { type GenesysQualityVariableQuery } from './types';
import { GenesysQualityVariableSupport } from './variables';

function request(targets: GenesysQualityVariableQuery[]): DataQueryRequest<GenesysQualityVariableQuery> {
  const now = dateTime('2026-03-02T12:00:00Z');
  return {
    requestId: 'variable',
    app: 'dashboard',
    interval: '15m',
    intervalMs: 900_000,
    startTime: now.valueOf(),
    timezone: 'utc',
    scopedVars: {},
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
