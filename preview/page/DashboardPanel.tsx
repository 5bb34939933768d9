import { LoadingState, type TimeRange } from '@grafana/data';
import { getTemplateSrv } from '@grafana/runtime';
import { ErrorBoundaryAlert, Icon, PanelChrome, Tooltip } from '@grafana/ui';
import type { ComponentType } from 'react';
import type { Panel } from './dashboard';
import { noticesOf, usePanelData } from './panelData';
import { BarGauge } from './panels/BarGauge';
import type { VisualizationProps } from './panels/panelProps';
import { Stat } from './panels/Stat';
import { Table } from './panels/Table';
import { Text } from './panels/Text';
import { TimeSeries } from './panels/TimeSeries';

const VISUALIZATIONS: Record<string, ComponentType<VisualizationProps>> = {
  bargauge: BarGauge,
  stat: Stat,
  table: Table,
  text: Text,
  timeseries: TimeSeries,
};

interface Props {
  panel: Panel;
  dashboardUid: string;
  timeRange: TimeRange;
  width: number;
  height: number;
}

/** A panel with its frame: title, loading bar, the error in the corner and the notices beside the title. */
export function DashboardPanel({ panel, dashboardUid, timeRange, width, height }: Props) {
  const title = getTemplateSrv().replace(panel.title, panel.scopedVars, 'text');
  const data = usePanelData({ panel, dashboardUid, timeRange, width });
  const Visualization = VISUALIZATIONS[panel.type];
  const isEmpty = panel.targets !== undefined && data.series.every((frame) => frame.length === 0);
  const isWaiting = data.state === LoadingState.Loading && isEmpty;

  const body = (innerWidth: number, innerHeight: number) => {
    if (!Visualization) {
      return <Message text={`The preview does not show "${panel.type}" panels.`} />;
    }
    if (isWaiting) {
      return null;
    }
    if (isEmpty) {
      return <Message text={panel.fieldConfig?.defaults.noValue ?? 'No data'} />;
    }
    return (
      <ErrorBoundaryAlert dependencies={[data]}>
        <Visualization panel={panel} data={data} timeRange={timeRange} width={innerWidth} height={innerHeight} />
      </ErrorBoundaryAlert>
    );
  };

  return (
    <PanelChrome
      width={width}
      height={height}
      title={title}
      hoverHeader={!panel.title}
      description={panel.description}
      displayMode={panel.transparent ? 'transparent' : 'default'}
      loadingState={data.state}
      statusMessage={data.errors?.map(({ message }) => message).join('\n') || undefined}
      titleItems={noticesOf(data).map(({ severity, text }) => (
        <Tooltip key={severity} content={text}>
          <Icon
            name={severity === 'info' ? 'info-circle' : 'exclamation-triangle'}
            tabIndex={0}
            role="img"
            aria-label={text}
          />
        </Tooltip>
      ))}
    >
      {body}
    </PanelChrome>
  );
}

function Message({ text }: { text: string }) {
  return (
    <div style={{ display: 'flex', height: '100%', alignItems: 'center', justifyContent: 'center', fontSize: 24 }}>
      {text}
    </div>
  );
}
