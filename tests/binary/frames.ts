import type { DataFrameJSON } from '@grafana/data';

import type { PluginAnswer } from '../../preview/host/plugin';

/** The numbers of a cell or a point; null is a number that is not shown. */
export type Numbers = Record<string, number | null>;

/** A row of a table, or a series, with who it is about. The form's id and name are empty unless split by form. */
export interface Shown {
  entityId: string;
  entityName: string;
  evaluationFormId: string;
  evaluationFormName: string;
}

export interface ShownRow extends Shown {
  numbers: Numbers;
}

export interface ShownSeries extends Shown {
  /** By the bucket's start, Unix milliseconds, in the order of the frame. */
  points: Map<number, Numbers>;
}

/** What `Meta.Custom` holds, as far as tests read it. */
export interface Custom {
  from: string;
  to: string;
  asOf: string;
  settledUntil: string;
  stale: boolean;
}

/** @throws with the plugin's error when the answer is one */
export function framesOf(answer: PluginAnswer): DataFrameJSON[] {
  if (answer.error !== undefined) {
    throw new Error(`The query failed (${answer.status}): ${answer.error}`);
  }
  return answer.frames;
}

export function customOf(answer: PluginAnswer): Custom {
  const custom = framesOf(answer)[0]?.schema?.meta?.custom;
  if (custom === undefined) {
    throw new Error('The answer has no frame with meta.custom.');
  }
  // The plugin's own JSON; its shape is the contract that Custom writes down.
  return custom as unknown as Custom;
}

/** The notices of all frames, one a line. */
export function noticesOf(answer: PluginAnswer): string {
  const notices = framesOf(answer).flatMap(({ schema }) => schema?.meta?.notices ?? []);
  return notices.map(({ severity, text }) => `${severity}: ${text}`).join('\n');
}

/** The rows of a table, by `keyOf`. */
export function tableRows(answer: PluginAnswer): Map<string, ShownRow> {
  const rows = new Map<string, ShownRow>();
  for (const { fields, values } of framesOf(answer).map(columns)) {
    for (let row = 0; row < (values[0]?.length ?? 0); row += 1) {
      const cells = Object.fromEntries(fields.map(({ name }, column) => [name, values[column]?.[row]]));
      const numeric = fields.filter(({ type }) => type === 'number').map(({ name }) => [name, number(cells[name])]);
      add(rows, { ...shown(cells), numbers: Object.fromEntries(numeric) });
    }
  }
  return rows;
}

/** The fields of a stat's one row, gathered by who they are about. */
export function statRows(answer: PluginAnswer): Map<string, ShownRow> {
  const rows = new Map<string, ShownRow>();
  for (const { fields, values } of framesOf(answer).map(columns)) {
    fields.forEach(({ name, labels = {} }, column) => {
      const row = rows.get(keyOf(shown(labels))) ?? { ...shown(labels), numbers: {} };
      row.numbers[name] = number(values[column]?.[0]);
      rows.set(keyOf(row), row);
    });
  }
  return rows;
}

/** The series of a timeseries answer, the metrics of one entity gathered. */
export function seriesOf(answer: PluginAnswer): Map<string, ShownSeries> {
  const all = new Map<string, ShownSeries>();
  for (const { fields, values } of framesOf(answer).map(columns)) {
    const [, field] = fields;
    const series = all.get(keyOf(shown(field?.labels ?? {}))) ?? { ...shown(field?.labels ?? {}), points: new Map() };
    values[0]?.forEach((time, index) => {
      const numbers = series.points.get(Number(time)) ?? {};
      series.points.set(Number(time), { ...numbers, [field?.name ?? '']: number(values[1]?.[index]) });
    });
    all.set(keyOf(series), series);
  }
  return all;
}

/** Who a row or series is about: `entityId`, with `/evaluationFormId` when split. */
export function keyOf({ entityId, evaluationFormId }: Shown): string {
  return evaluationFormId === '' ? entityId : `${entityId}/${evaluationFormId}`;
}

function columns({ schema, data }: DataFrameJSON) {
  return { fields: schema?.fields ?? [], values: data?.values ?? [] };
}

function shown(cells: Record<string, unknown>): Shown {
  const text = (name: string) => String(cells[name] ?? '');
  return {
    entityId: text('entityId'),
    entityName: text('entityName'),
    evaluationFormId: text('evaluationFormId'),
    evaluationFormName: text('evaluationFormName'),
  };
}

function add(rows: Map<string, ShownRow>, row: ShownRow): void {
  if (rows.has(keyOf(row))) {
    throw new Error(`${keyOf(row)} has two rows.`);
  }
  rows.set(keyOf(row), row);
}

function number(value: unknown): number | null {
  if (value === null || typeof value === 'number') {
    return value;
  }
  throw new Error(`A cell holds ${String(value)} where a number was due.`);
}
