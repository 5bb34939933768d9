import {
  compareDataFrameStructures,
  type DataFrame,
  type DataQueryRequest,
  type DataQueryResponse,
  type Field,
} from '@grafana/data';

import { type GenesysQualityQuery } from '../types';

/** How many queries' frames are remembered: a wall of a few dashboards. */
const MOST_QUERIES = 200;

/**
 * Gives a panel the frames that it has already while they show the same, so that it need not draw them again. The
 * backend's revision alone does not tell: it is equal for equal numbers of different times.
 */
export class FrameMemory {
  private readonly frames = new Map<string, DataFrame[]>();

  /** The response with the panel's previous frames where those show the same; their metadata is brought up to date. */
  keep(
    { dashboardUID, panelId, targets }: DataQueryRequest<GenesysQualityQuery>,
    response: DataQueryResponse
  ): DataQueryResponse {
    if (panelId === undefined) {
      return response; // Frames are a panel's own: Grafana writes into them.
    }
    const kept = new Map<DataFrame, DataFrame>();
    for (const target of targets) {
      const key = JSON.stringify([dashboardUID, panelId, target]);
      const next: DataFrame[] = response.data.filter(({ refId }) => refId === target.refId);
      const previous = this.frames.get(key);
      const same = previous?.length === next.length && next.every((frame, i) => showTheSame(previous[i]!, frame));
      if (same) {
        next.forEach((frame, i) => {
          previous[i]!.meta = frame.meta;
          kept.set(frame, previous[i]!);
        });
      }
      this.remember(key, same ? previous : next);
    }
    return { ...response, data: response.data.map((frame: DataFrame) => kept.get(frame) ?? frame) };
  }

  private remember(key: string, frames: DataFrame[]) {
    this.frames.delete(key);
    this.frames.set(key, frames);
    if (this.frames.size > MOST_QUERIES) {
      const [oldest] = this.frames.keys();
      this.frames.delete(oldest!);
    }
  }
}

function showTheSame(a: DataFrame, b: DataFrame): boolean {
  return (
    a === b ||
    (compareDataFrameStructures(a, b) &&
      said(a) === said(b) &&
      a.fields.every((field, i) => labelled(field) === labelled(b.fields[i]!) && holdTheSame(field, b.fields[i]!)))
  );
}

/** What of the metadata people see: kind, notices, and whether the numbers are late. */
function said({ meta }: DataFrame): string {
  return JSON.stringify([meta?.type, meta?.notices, meta?.custom?.stale, meta?.custom?.dialect]);
}

function labelled({ labels }: Field): string {
  return JSON.stringify(labels ?? {});
}

function holdTheSame(a: Field, b: Field): boolean {
  return a.values.length === b.values.length && a.values.every((value, i) => Object.is(value, b.values[i]));
}
