import { getBackendSrv } from '@grafana/runtime';
import { RefreshPicker, TimeRangePicker } from '@grafana/ui';
import { useEffect, useState } from 'react';
import type { Dashboard, Panel } from './dashboard';
import { DashboardPanel } from './DashboardPanel';
import { PageFrame } from './PageFrame';
import { useTimeRange } from './timeRange';
import { useWindowWidth } from './windowWidth';

const COLUMNS = 24;
const ROW_HEIGHT = 30;
const GAP = 8;
const PADDING = 16;
/** Below this width Grafana stacks the panels. */
const STACKED_BELOW = 769;

export function DashboardPage({ uid }: { uid: string }) {
  const [dashboard, setDashboard] = useState<Dashboard>();
  const [error, setError] = useState<string>();
  useEffect(() => {
    getBackendSrv()
      .get<{ dashboard: Dashboard }>(`/api/dashboards/uid/${uid}`)
      .then(
        (answer) => setDashboard(answer.dashboard),
        (failure) => setError(failure.data?.message ?? String(failure))
      );
  }, [uid]);

  if (error) {
    return <PageFrame title={uid}>{error}</PageFrame>;
  }
  return dashboard ? <LoadedDashboard dashboard={dashboard} /> : null;
}

function LoadedDashboard({ dashboard }: { dashboard: Dashboard }) {
  const { timeRange, refresh, interval, setInterval, setRange } = useTimeRange(dashboard.time, dashboard.refresh || '');
  const width = useWindowWidth() - 2 * PADDING;
  const place = width < STACKED_BELOW ? stacked(dashboard.panels, width) : inGrid(width);

  return (
    <PageFrame
      title={dashboard.title}
      actions={
        <>
          <TimeRangePicker
            value={timeRange}
            onChange={({ raw }) => setRange(raw)}
            onChangeTimeZone={() => undefined}
            onMoveBackward={() => undefined}
            onMoveForward={() => undefined}
            onZoom={() => undefined}
            isOnCanvas
          />
          <RefreshPicker
            text="Refresh"
            value={interval}
            onRefresh={refresh}
            onIntervalChanged={setInterval}
            isOnCanvas
          />
        </>
      }
    >
      <main style={{ position: 'relative', height: heightOf(dashboard.panels.map(place)) }}>
        {dashboard.panels.map((panel) => {
          const { left, top, width, height } = place(panel);
          return (
            <div key={panel.id} style={{ position: 'absolute', left, top, width, height }}>
              <DashboardPanel
                panel={panel}
                dashboardUid={dashboard.uid}
                timeRange={timeRange}
                width={width}
                height={height}
              />
            </div>
          );
        })}
      </main>
    </PageFrame>
  );
}

/** Pixels, inside the page's padding. */
interface Place {
  left: number;
  top: number;
  width: number;
  height: number;
}

function inGrid(width: number): (panel: Panel) => Place {
  const column = (width + GAP) / COLUMNS;
  return ({ gridPos: { x, y, w, h } }) => ({
    left: Math.round(x * column),
    top: y * (ROW_HEIGHT + GAP),
    width: Math.round(w * column - GAP),
    height: h * (ROW_HEIGHT + GAP) - GAP,
  });
}

function stacked(panels: Panel[], width: number): (panel: Panel) => Place {
  const ordered = [...panels].sort((a, b) => a.gridPos.y - b.gridPos.y || a.gridPos.x - b.gridPos.x);
  return (panel) => {
    const rowsAbove = ordered.slice(0, ordered.indexOf(panel)).reduce((rows, { gridPos }) => rows + gridPos.h, 0);
    return {
      left: 0,
      top: rowsAbove * (ROW_HEIGHT + GAP),
      width,
      height: panel.gridPos.h * (ROW_HEIGHT + GAP) - GAP,
    };
  };
}

function heightOf(places: Place[]): number {
  return Math.max(0, ...places.map(({ top, height }) => top + height));
}
