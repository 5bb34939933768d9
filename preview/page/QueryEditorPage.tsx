import { CoreApp, type DataQuery, type DataSourceApi, type QueryEditorProps } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { RefreshPicker, TimeRangePicker } from '@grafana/ui';
import { type ComponentType, useEffect, useMemo, useState } from 'react';
import { plugin } from '../../src/module';
import type { Panel } from './dashboard';
import { DashboardPanel } from './DashboardPanel';
import { PageFrame } from './PageFrame';
import { useTimeRange } from './timeRange';
import { useWindowWidth } from './windowWidth';

/** What Grafana's Time series panel starts with. */
const LINES = { defaults: { custom: { drawStyle: 'line', lineWidth: 1, showPoints: 'auto' } }, overrides: [] };
const LEGEND = { displayMode: 'list', placement: 'bottom', showLegend: true, calcs: [] };

const GRID = { x: 0, y: 0, w: 24, h: 12 };

/** The plugin's query editor, and under it what its query answers: as a table, or as lines for a time series. */
export function QueryEditorPage({ uid }: { uid: string }) {
  const [dataSource, setDataSource] = useState<DataSourceApi>();
  useEffect(() => {
    getDataSourceSrv().get(uid).then(setDataSource);
  }, [uid]);
  return dataSource ? <LoadedEditor dataSource={dataSource} /> : null;
}

function LoadedEditor({ dataSource }: { dataSource: DataSourceApi }) {
  const { timeRange, refresh, setRange } = useTimeRange({ from: 'now-6h', to: 'now' }, '');
  const [query, setQuery] = useState<DataQuery & { format?: string }>({
    refId: 'A',
    datasource: dataSource.getRef(),
    ...dataSource.getDefaultQuery?.(CoreApp.PanelEditor),
  });
  const [ranQuery, setRanQuery] = useState(query);
  const width = useWindowWidth() - 32;
  const panel = useMemo(() => resultPanel(dataSource, ranQuery), [dataSource, ranQuery]);
  // Grafana mounts every plugin's editor under these widest props.
  const Editor = plugin.components.QueryEditor as unknown as ComponentType<QueryEditorProps<DataSourceApi>>;

  return (
    <PageFrame
      title="Query editor"
      actions={
        <>
          <TimeRangePicker
            value={timeRange}
            onChange={({ raw }) => setRange(raw)}
            onChangeTimeZone={() => undefined}
            onMoveBackward={() => undefined}
            onMoveForward={() => undefined}
            onZoom={() => undefined}
          />
          <RefreshPicker text="Refresh" onRefresh={refresh} onIntervalChanged={() => undefined} noIntervalPicker />
        </>
      }
    >
      <main>
        <Editor
          datasource={dataSource}
          query={query}
          queries={[query]}
          app={CoreApp.PanelEditor}
          range={timeRange}
          onChange={setQuery}
          onRunQuery={() => setQuery((latest) => (setRanQuery(latest), latest))}
        />
        <div style={{ marginTop: 16 }}>
          {/* Lines must not be drawn from the table's frames while their own are on the way. */}
          <DashboardPanel
            key={panel.type}
            panel={panel}
            dashboardUid=""
            timeRange={timeRange}
            width={width}
            height={480}
          />
        </div>
      </main>
    </PageFrame>
  );
}

function resultPanel(dataSource: DataSourceApi, query: DataQuery & { format?: string }): Panel {
  const base = { id: 1, gridPos: GRID, title: 'Result', datasource: dataSource.getRef(), targets: [query] };
  if (query.format === 'timeseries') {
    return { ...base, type: 'timeseries', fieldConfig: LINES, options: { legend: LEGEND, tooltip: { mode: 'multi' } } };
  }
  return { ...base, type: 'table' };
}
