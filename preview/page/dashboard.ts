import type { DataQuery, DataSourceRef, DataTransformerConfig, FieldConfigSource } from '@grafana/data';
import type { Variable, VariableOption } from './chosen';

/** What the preview reads of a dashboard's JSON model, version 1. */
export interface Dashboard {
  uid: string;
  title: string;
  panels: Panel[];
  templating?: { list: Variable[] };
  time: { from: string; to: string };
  refresh?: string | false;
  timezone?: string;
}

/** One panel; `options` are its visualization's own. */
export interface Panel {
  id: number;
  type: string;
  title?: string;
  description?: string;
  transparent?: boolean;
  /** In a grid of 24 columns, rows of 30 px and 8 px between. */
  gridPos: { x: number; y: number; w: number; h: number };
  datasource?: DataSourceRef;
  targets?: DataQuery[];
  transformations?: DataTransformerConfig[];
  fieldConfig?: FieldConfigSource;
  options?: Record<string, unknown>;
  interval?: string;
  maxDataPoints?: number;
  /** The variable for each of whose chosen values the panel is repeated, so many side by side. */
  repeat?: string;
  maxPerRow?: number;
  /** Of a repeated panel: what tells it from the others, and the value that it is about. */
  key?: string;
  scopedVars?: Record<string, VariableOption>;
}
