import {
  type FieldDisplay,
  getFieldDisplayValues,
  type GrafanaTheme2,
  type PanelData,
  type ReduceDataOptions,
} from '@grafana/data';
import { getTemplateSrv } from '@grafana/runtime';
import type { Panel } from '../dashboard';

/** The values that a Stat or a Bar gauge shows, as Grafana reduces them. */
export function valuesOf(panel: Panel, data: PanelData, theme: GrafanaTheme2): FieldDisplay[] {
  return getFieldDisplayValues({
    fieldConfig: panel.fieldConfig ?? { defaults: {}, overrides: [] },
    // The dashboard's JSON is trusted to hold Grafana's own options, here and in every other visualization.
    reduceOptions: (panel.options?.reduceOptions ?? { calcs: ['lastNotNull'] }) as ReduceDataOptions,
    replaceVariables: (value, scopedVars, format) =>
      getTemplateSrv().replace(value, { ...panel.scopedVars, ...scopedVars }, format),
    theme,
    data: data.series,
    timeZone: 'browser',
  });
}
