import { dataFrameFromJSON, LoadingState, type DataFrameJSON, type DataQueryResponse } from '@grafana/data';

/** What the backend sends over a channel: an answer's frames, or its error. */
export interface LiveMessage {
  /** Equal for answers that show the same. */
  digest: string;
  frames: DataFrameJSON[];
  error?: string;
}

/** Whether what came over a channel is a message of this data source's backend. */
export function isLiveMessage(value: unknown): value is LiveMessage {
  return (
    typeof value === 'object' &&
    value !== null &&
    'digest' in value &&
    typeof value.digest === 'string' &&
    'frames' in value &&
    Array.isArray(value.frames)
  );
}

/** A message as a panel's answer. The frames are new ones each time: panels must not share what Grafana writes into. */
export function responseOf({ frames, error }: LiveMessage, refId: string): DataQueryResponse {
  return {
    data: frames.map((frame) => ({ ...dataFrameFromJSON(frame), refId })),
    state: LoadingState.Streaming,
    ...(error && { errors: [{ message: error, refId }] }),
  };
}
