import {
  applyFieldOverrides,
  cacheFieldDisplayNames,
  CoreApp,
  type DataQueryRequest,
  type DataQueryResponse,
  LoadingState,
  type PanelData,
  preProcessPanelData,
  type QueryResultMetaNotice,
  rangeUtil,
  type TimeRange,
  toDataFrame,
  transformDataFrame,
} from '@grafana/data';
import { getDataSourceSrv, getTemplateSrv } from '@grafana/runtime';
import { useTheme2 } from '@grafana/ui';
import { useEffect, useMemo, useState } from 'react';
import { from, lastValueFrom } from 'rxjs';
import type { Panel } from './dashboard';

interface PanelDataOptions {
  panel: Panel;
  dashboardUid: string;
  timeRange: TimeRange;
  /** Pixels: as many points are asked for at most. */
  width: number;
}

interface Answer {
  question: PanelDataOptions;
  data: PanelData;
}

/** Runs a panel's queries whenever its time range changes, and again at every refresh: a new range object. */
export function usePanelData(options: PanelDataOptions): PanelData {
  const { panel, dashboardUid, timeRange, width } = options;
  const theme = useTheme2();
  const [answer, setAnswer] = useState<Answer>();

  useEffect(() => {
    let current = true;
    const question = { panel, dashboardUid, timeRange, width };
    runQueries(question)
      .catch((error): PanelData => ({ state: LoadingState.Error, series: [], timeRange, errors: [asError(error)] }))
      .then((data) => current && setAnswer((last) => ({ question, data: preProcessPanelData(data, last?.data) })));
    return () => {
      current = false;
    };
  }, [panel, dashboardUid, timeRange, width]);

  const isCurrent = answer?.question.panel === panel && answer.question.timeRange === timeRange;
  return useMemo(() => {
    const series = applyFieldOverrides({
      data: answer?.data.series,
      fieldConfig: panel.fieldConfig ?? { defaults: {}, overrides: [] },
      replaceVariables: (value, scopedVars, format) =>
        getTemplateSrv().replace(value, { ...panel.scopedVars, ...scopedVars }, format),
      theme,
      timeZone: 'browser',
    });
    cacheFieldDisplayNames(series);
    const waiting: PanelData = { state: LoadingState.Loading, series: [], timeRange };
    return { ...(answer?.data ?? waiting), ...(!isCurrent && { state: LoadingState.Loading }), series };
  }, [answer, isCurrent, panel, theme, timeRange]);
}

async function runQueries({ panel, dashboardUid, timeRange, width }: PanelDataOptions): Promise<PanelData> {
  if (!panel.targets?.length) {
    return { state: LoadingState.Done, series: [], timeRange };
  }
  const dataSource = await getDataSourceSrv().get(panel.datasource);
  const maxDataPoints = panel.maxDataPoints ?? width;
  const interval = rangeUtil.calculateInterval(timeRange, maxDataPoints, panel.interval ?? dataSource.interval);
  const request: DataQueryRequest = {
    app: CoreApp.Dashboard,
    requestId: `panel-${panel.key ?? panel.id}`,
    dashboardUID: dashboardUid,
    panelId: panel.id,
    panelPluginId: panel.type,
    targets: (panel.targets ?? []).filter((query) => !query.hide && (dataSource.filterQuery?.(query) ?? true)),
    range: timeRange,
    scopedVars: panel.scopedVars ?? {},
    interval: interval.interval,
    intervalMs: interval.intervalMs,
    maxDataPoints,
    timezone: 'browser',
    startTime: Date.now(),
  };
  const response: DataQueryResponse = await lastValueFrom(from(dataSource.query(request)));
  const series = await lastValueFrom(
    transformDataFrame(panel.transformations ?? [], response.data.map(toDataFrame), {
      interpolate: (text) => getTemplateSrv().replace(text),
    })
  );
  const errors = response.errors ?? (response.error ? [response.error] : []);
  return { state: errors.length > 0 ? LoadingState.Error : LoadingState.Done, series, errors, timeRange, request };
}

/** The notices of all frames: a panel's header shows the last of each severity. */
export function noticesOf(data: PanelData): QueryResultMetaNotice[] {
  const bySeverity = new Map<string, QueryResultMetaNotice>();
  for (const frame of data.series) {
    for (const notice of frame.meta?.notices ?? []) {
      bySeverity.set(notice.severity, notice);
    }
  }
  return [...bySeverity.values()];
}

function asError(error: unknown): { message: string } {
  return { message: error instanceof Error ? error.message : JSON.stringify(error) };
}
