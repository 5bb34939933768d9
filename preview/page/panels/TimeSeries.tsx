import { SortOrder, type TooltipDisplayMode, type VizLegendOptions } from '@grafana/schema';
import { TimeSeries as GrafanaTimeSeries, TooltipPlugin } from '@grafana/ui';
import type { VisualizationProps } from './panelProps';

interface Options {
  legend: VizLegendOptions;
  tooltip: { mode: TooltipDisplayMode };
}

export function TimeSeries({ panel, data, timeRange, width, height }: VisualizationProps) {
  const options = panel.options as unknown as Options;
  return (
    <GrafanaTimeSeries
      frames={data.series}
      timeRange={timeRange}
      timeZone="browser"
      legend={options.legend}
      width={width}
      height={height}
    >
      {(config, alignedFrame) => (
        <TooltipPlugin
          config={config}
          data={alignedFrame}
          mode={options.tooltip.mode}
          sortOrder={SortOrder.None}
          timeZone="browser"
        />
      )}
    </GrafanaTimeSeries>
  );
}
