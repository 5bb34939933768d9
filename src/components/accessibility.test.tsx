import { setDataSourceSrv, type DataSourceSrv } from '@grafana/runtime';
import { act, screen } from '@testing-library/react';

import { editQuery } from '../testing/editQuery';
import { expectAccessible } from '../testing/expectAccessible';
import { giveElementsASize } from '../testing/layout';
import { renderConfigEditor } from '../testing/renderConfigEditor';
import { testDataSource } from '../testing/testDataSource';
import { type GenesysQualityOptions } from '../types';

beforeEach(giveElementsASize);
afterEach(() => jest.restoreAllMocks());

it.each<[string, ...Parameters<typeof editQuery>]>([
  ['while the API is not known', {}, {}],
  ['of the Quality Metrics API', { format: 'stat' }, { dialect: 'qualityMetrics' }],
  ['of the Analytics API', { format: 'timeseries', metrics: ['minScore'] }, { dialect: 'analytics' }],
  ['for single evaluations', { queryType: 'evaluations' }, { dialect: 'analytics' }],
  [
    'with everything wrong',
    { queryType: '', metrics: ['minScore'], queueIds: ['q1'], scoredBy: 'ai', includeCalibrations: true },
    { dialect: 'qualityMetrics', entities: {} },
  ],
])('axe finds no fault in the query editor %s', async (_, query, options) => {
  const { container } = await editQuery(query, options);
  await expectAccessible(container);
});

const passThresholds = [{ formId: 'f1' }, { formId: 'f1', passScore: 101 }, { formId: '' }];

it.each<[string, GenesysQualityOptions]>([
  ['that is new', {}],
  ['of the Quality Metrics API', { api: 'qualityMetrics', region: 'mypurecloud.ie' }],
  ['of the Analytics API, with exceptions', { api: 'analytics', orgDomain: 'acme.example.com', passThresholds }],
  [
    'with everything wrong',
    { baseUrl: 'http://gateway.internal', timeZone: 'Mars', businessDayStart: '8', requestsPerMinute: 0 },
  ],
])('axe finds no fault in the configuration page %s', async (_, jsonData) => {
  const get = async () => testDataSource();
  // The page asks Grafana for nothing else.
  setDataSourceSrv({ get } as unknown as DataSourceSrv);
  const { user, container } = renderConfigEditor({ jsonData });
  await act(async () => {});
  await user.click(screen.getByRole('button', { name: 'Advanced settings' }));
  await expectAccessible(container);
});
