import type { PanelData, TimeRange } from '@grafana/data';
import type { Panel } from '../dashboard';

/** What a visualization gets: data with field options applied, and its room in pixels. */
export interface VisualizationProps {
  panel: Panel;
  data: PanelData;
  timeRange: TimeRange;
  width: number;
  height: number;
}
