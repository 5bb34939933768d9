import { CoreApp } from '@grafana/data';
import { setBackendSrv, type BackendSrv } from '@grafana/runtime';
import { of, throwError } from 'rxjs';

import { GenesysQualityDataSource } from './datasource';
import { FakeTemplateSrv } from './testing/FakeTemplateSrv';
import { instanceSettings, testDataSource } from './testing/testDataSource';
import { type Api, type GenesysQualityQuery } from './types';

const fetch = jest.fn();
// The data source asks for nothing else of Grafana's connection to its server.
setBackendSrv({ fetch } as unknown as BackendSrv);

describe('a new query', () => {
  const datasource = testDataSource();

  it.each([
    [CoreApp.PanelEditor, ['averageScore', 'passRate', 'count'], 'businessDay', 'table', 3],
    [CoreApp.Dashboard, ['averageScore', 'passRate', 'count'], 'businessDay', 'table', 3],
    [CoreApp.Explore, ['averageScore', 'passRate', 'count'], 'dashboard', 'table', 1],
    [CoreApp.UnifiedAlerting, ['passRate'], 'businessDay', 'stat', 3],
    [CoreApp.CloudAlerting, ['passRate'], 'businessDay', 'stat', 3],
  ])('in %s asks for %j of the %s as %s, from %d evaluations on', (app, metrics, timeRange, format, minimumCount) => {
    expect(datasource.getDefaultQuery(app)).toEqual({
      queryType: 'metrics',
      groupBy: ['agent'],
      minimumCount,
      metrics,
      timeRange,
      format,
    });
  });
});

it.each([
  ['runs by default', { refId: 'A' }, true],
  ['does not run when hidden', { refId: 'A', hide: true }, false],
  ['runs without metrics, for the backend to say what is missing', { refId: 'A', metrics: [] }, true],
])('a query %s', (_, query, runs) => {
  expect(testDataSource().filterQuery(query)).toBe(runs);
});

describe('template variables', () => {
  const datasource = testDataSource({
    variables: [
      { name: 'form', value: ['f1', 'f2'] },
      { name: 'agent', value: '$__all', options: ['a1', 'a2'] },
      { name: 'queue', value: '' },
      { name: 'by', value: 'queue' },
      { name: 'metric', value: 'count' },
      { name: 'format', value: 'stat' },
      { name: 'range', value: 'businessDay' },
      { name: 'scored', value: 'human' },
      { name: 'minimum', value: '5' },
    ],
  });
  const query: GenesysQualityQuery = {
    refId: 'A',
    groupBy: ['$by', 'evaluationForm'],
    metrics: ['passRate', '$metric'],
    evaluationFormIds: ['$form'],
    entityIds: ['$agent'],
    queueIds: ['$queue'],
    format: '$format',
    timeRange: '$range',
    scoredBy: '$scored',
    minimumCount: '$minimum',
  };
  const filled: GenesysQualityQuery = {
    refId: 'A',
    groupBy: ['queue', 'evaluationForm'],
    metrics: ['passRate', 'count'],
    evaluationFormIds: ['f1', 'f2'],
    entityIds: [],
    queueIds: [''],
    format: 'stat',
    timeRange: 'businessDay',
    scoredBy: 'human',
    minimumCount: 5,
  };

  it('are filled in wherever text may stand', () => {
    expect(datasource.applyTemplateVariables(query, {})).toEqual(filled);
  });

  it('take the values of a repeated panel first', () => {
    const scopedVars = { agent: { value: 'a2', text: 'Bo' } };
    expect(datasource.applyTemplateVariables(query, scopedVars)).toEqual({ ...filled, entityIds: ['a2'] });
  });

  it('leave keys alone that are not set', () => {
    const sent = JSON.stringify(datasource.applyTemplateVariables({ refId: 'A', minimumCount: 0 }, {}));
    expect(sent).toBe('{"refId":"A","minimumCount":0}');
  });

  it('are gone from queries that leave the dashboard', () => {
    expect(datasource.interpolateVariablesInQueries([query], {})).toEqual([
      { ...filled, datasource: { type: 'intraday-genesysquality-datasource', uid: 'quality' } },
    ]);
  });

  it('are offered as they are written', () => {
    expect(datasource.variableReferences().slice(0, 2)).toEqual(['$form', '$agent']);
  });
});

describe('entities', () => {
  const datasource = new GenesysQualityDataSource(instanceSettings(), new FakeTemplateSrv([]));

  it('come from the backend, without an error toast', async () => {
    fetch.mockReturnValue(of({ data: [{ id: 'q1', name: 'Sales' }] }));
    await expect(datasource.getEntities('queue')).resolves.toEqual([{ id: 'q1', name: 'Sales' }]);
    expect(fetch).toHaveBeenLastCalledWith(
      expect.objectContaining({
        method: 'GET',
        url: '/api/datasources/uid/quality/resources/entities/queue',
        showErrorAlert: false,
      })
    );
  });

  it.each([
    ['none for all forms', [], undefined],
    ['each form by itself', ['f1', 'f2'], { evaluationFormId: ['f1', 'f2'] }],
    ['the one that matches nothing', [''], { evaluationFormId: [''] }],
  ])('are asked for with %s', async (_, evaluationFormIds, params) => {
    fetch.mockReturnValue(of({ data: [] }));
    await datasource.getEntities('agent', evaluationFormIds);
    expect(fetch.mock.lastCall[0].params).toEqual(params);
  });

  it.each([
    [{ status: 403, config: {}, data: { message: 'no permission' } }, 'Could not load the queues: no permission'],
    [{ status: 502, config: {}, statusText: 'Bad Gateway', data: {} }, 'Could not load the queues: Bad Gateway'],
    [{ status: 504, config: {}, data: undefined }, 'Could not load the queues: HTTP status 504'],
    [new Error('offline'), 'Could not load the queues: offline'],
  ])('that fail say why: %j', async (failure, message) => {
    fetch.mockReturnValue(throwError(() => failure));
    await expect(datasource.getEntities('queue')).rejects.toThrow(message);
  });
});

describe('the dialect', () => {
  const withApi = (api: Api) => new GenesysQualityDataSource(instanceSettings({ api }), new FakeTemplateSrv([]));
  beforeEach(() => fetch.mockReset());

  it('is the one in the settings, without asking', async () => {
    await expect(withApi('analytics').getDialect()).resolves.toBe('analytics');
    expect(fetch).not.toHaveBeenCalled();
  });

  it('is asked of the backend once, where the settings leave it open', async () => {
    const datasource = withApi('auto');
    fetch.mockReturnValue(of({ data: { dialect: 'qualityMetrics' } }));
    const answers = await Promise.all([datasource.getDialect(), datasource.getDialect()]);
    expect(answers).toEqual(['qualityMetrics', 'qualityMetrics']);
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(fetch).toHaveBeenCalledWith(
      expect.objectContaining({ url: '/api/datasources/uid/quality/resources/dialect', showErrorAlert: false })
    );
  });

  it('is asked again after a failure', async () => {
    const datasource = withApi('auto');
    fetch.mockReturnValueOnce(throwError(() => ({ status: 502, config: {}, data: { message: 'no answer' } })));
    await expect(datasource.getDialect()).rejects.toBeDefined();
    fetch.mockReturnValue(of({ data: { dialect: 'analytics' } }));
    await expect(datasource.getDialect()).resolves.toBe('analytics');
  });
});

it('has no finer interval than Genesys Cloud delivers', () => {
  expect(testDataSource().interval).toBe('15m');
});
