import { getBackendSrv } from '@grafana/runtime';
import { RefreshPicker, TimeRangePicker } from '@grafana/ui';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ChosenVariable } from './chosen';
import type { Dashboard, Panel } from './dashboard';
import { DashboardPanel } from './DashboardPanel';
import { PageFrame } from './PageFrame';
import { repeatPanels } from './repeat';
import { useTimeRange } from './timeRange';
import { VariablePickers } from './VariablePickers';
import { loadVariables, reloadDependents } from './variables';
import { useWindowWidth } from './windowWidth';

const COLUMNS = 24;
const ROW_HEIGHT = 30;
const GAP = 8;
const PADDING = 16;
/** The place of a panel that is viewed alone. */
const VIEWED = { x: 0, y: 0, w: 24, h: 26 };
/** Below this width Grafana stacks the panels. */
const STACKED_BELOW = 769;

export function DashboardPage({ uid }: { uid: string }) {
  const [loaded, setLoaded] = useState<{ dashboard: Dashboard; variables: ChosenVariable[] }>();
  const [error, setError] = useState<string>();
  useEffect(() => {
    getBackendSrv()
      .get<{ dashboard: Dashboard }>(`/api/dashboards/uid/${uid}`)
      .then(async ({ dashboard }) => ({
        dashboard,
        variables: await loadVariables(dashboard.templating?.list ?? [], address()),
      }))
      .then(setLoaded, (failure) => setError(failure.data?.message ?? failure.message ?? String(failure)));
  }, [uid]);

  if (error) {
    return <PageFrame title={uid}>{error}</PageFrame>;
  }
  return loaded ? <LoadedDashboard dashboard={loaded.dashboard} initial={loaded.variables} /> : null;
}

function address(): URLSearchParams {
  return new URLSearchParams(window.location.search);
}

function LoadedDashboard({ dashboard, initial }: { dashboard: Dashboard; initial: ChosenVariable[] }) {
  const { timeRange, refresh, interval, setInterval, setRange } = useTimeRange(dashboard.time, dashboard.refresh || '');
  const width = useWindowWidth() - 2 * PADDING;
  const { variables, settled, choose } = useVariables(initial);
  const panels = useMemo(() => shownPanels(dashboard, settled), [dashboard, settled]);
  const place = width < STACKED_BELOW ? stacked(panels, width) : inGrid(width);

  return (
    <PageFrame
      title={dashboard.title}
      actions={
        <>
          <VariablePickers variables={variables} onChoose={choose} />
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
      <main style={{ position: 'relative', height: heightOf(panels.map(place)) }}>
        {panels.map((panel) => {
          const { left, top, width, height } = place(panel);
          return (
            <div key={panel.key ?? panel.id} style={{ position: 'absolute', left, top, width, height }}>
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

/**
 * The variables' choices: they stand in the address and in the template service, from where queries take them. `settled`
 * are those that panels are about, after the options that depend on a choice have been read.
 */
function useVariables(initial: ChosenVariable[]) {
  const [variables, setVariables] = useState(initial);
  const [settled, setSettled] = useState(initial);
  const newest = useRef(initial);
  const choose = async (name: string, chosen: string[]) => {
    const changed = variables.map((variable) => (variable.name === name ? { ...variable, chosen } : variable));
    newest.current = changed;
    setVariables(changed);
    const loaded = await reloadDependents(changed);
    if (newest.current === changed) {
      writeAddress(initial, loaded);
      setVariables(loaded);
      setSettled(loaded);
    }
  };
  return { variables, settled, choose };
}

/** Writes into the address what is not as the page began, or stands there already. */
function writeAddress(initial: ChosenVariable[], variables: ChosenVariable[]): void {
  const search = address();
  for (const [place, { name, chosen }] of variables.entries()) {
    const key = `var-${name}`;
    if (search.has(key) || String(initial[place]?.chosen) !== String(chosen)) {
      search.delete(key);
      chosen.forEach((value) => search.append(key, value));
    }
  }
  window.history.replaceState(null, '', `?${search}`);
}

/** The panels in their places, or the one that `?viewPanel=panel-<id>` names. New objects, so that they are asked anew. */
function shownPanels({ panels }: Dashboard, variables: ChosenVariable[]): Panel[] {
  const viewed = /^panel-(\d+)$/.exec(address().get('viewPanel') ?? '')?.[1];
  return viewed
    ? panels.filter(({ id }) => id === Number(viewed)).map((panel) => ({ ...panel, gridPos: VIEWED }))
    : repeatPanels(panels, variables);
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
