import type { TableCellHeight } from '@grafana/schema';
import { TableNG } from '@grafana/ui/unstable';
import type { VisualizationProps } from './panelProps';

interface Options {
  showHeader?: boolean;
  cellHeight?: TableCellHeight;
  sortBy?: Array<{ displayName: string; desc?: boolean }>;
}

export function Table({ panel, data, width, height }: VisualizationProps) {
  const { showHeader = true, cellHeight, sortBy } = (panel.options ?? {}) as Options;
  const [frame] = data.series;
  if (!frame) {
    return null;
  }
  return (
    <TableNG
      ariaLabel={panel.title}
      data={frame}
      width={width}
      height={height}
      noHeader={!showHeader}
      cellHeight={cellHeight}
      sortBy={sortBy}
      sortByBehavior="initial"
    />
  );
}
