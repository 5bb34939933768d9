import { LoadingState, type DataQueryResponse } from '@grafana/data';
import { isFetchError } from '@grafana/runtime';
import {
  catchError,
  concat,
  connect,
  defer,
  distinctUntilChanged,
  EMPTY,
  exhaustMap,
  map,
  merge,
  mergeMap,
  of,
  startWith,
  switchMap,
  timer,
  type Observable,
} from 'rxjs';

import { type ChannelState, type LiveChannels } from './LiveChannels';
import { responseOf } from './LiveMessage';
import { type LiveRequest } from './LiveRequest';

/** How long a panel waits for its channel before it asks as any other does, in milliseconds. */
export const PATIENCE = 5_000;
/** How often it asks while the channel brings nothing, and how long after a failure it tries the channel again. */
export const ASK_AGAIN = 60_000;

/** `failed` is a channel that Grafana does not give, `refused` a query that the backend cannot push. */
type State = ChannelState | 'failed' | 'refused';
type Standing = 'waiting' | 'ready' | 'failed' | 'refused';

interface Answer {
  /** None where the answer was asked for. */
  digest?: string;
  response: DataQueryResponse;
}

/**
 * Answers a query over its channel, one response for each change. While the channel brings nothing the query is asked
 * as any other, so that a panel is neither empty nor late; one that cannot be live is asked once.
 *
 * @param ask - asks the query once
 */
export function liveResponses(
  channels: LiveChannels,
  request: LiveRequest,
  refId: string,
  ask: () => Observable<DataQueryResponse>
): Observable<DataQueryResponse> {
  return channelStates(channels, request).pipe(
    connect((states) => merge(pushed(states, refId), asked(states, ask))),
    distinctUntilChanged((before, after) => after.digest !== undefined && before.digest === after.digest),
    map(({ response }) => response)
  );
}

function channelStates(channels: LiveChannels, request: LiveRequest): Observable<State> {
  return defer(() => channels.name(request)).pipe(
    switchMap((path): Observable<State> => channels.states(path, request)),
    catchError((cause: unknown, again) => {
      if (isFetchError(cause) && cause.status === 400) {
        return of<State>('refused');
      }
      return concat(of<State>('failed'), timer(ASK_AGAIN).pipe(switchMap(() => again)));
    })
  );
}

function pushed(states: Observable<State>, refId: string): Observable<Answer> {
  return states.pipe(
    mergeMap((state) =>
      typeof state === 'object' && state.message
        ? of({ digest: state.message.digest, response: responseOf(state.message, refId) })
        : EMPTY
    )
  );
}

function asked(states: Observable<State>, ask: () => Observable<DataQueryResponse>): Observable<Answer> {
  return states.pipe(
    map(standingOf),
    startWith<Standing>('waiting'),
    distinctUntilChanged(),
    switchMap((standing) => {
      switch (standing) {
        case 'ready':
          return EMPTY;
        case 'refused':
          return ask();
        default:
          return timer(standing === 'failed' ? 0 : PATIENCE, ASK_AGAIN).pipe(
            exhaustMap(ask),
            map((response) => ({ ...response, state: LoadingState.Streaming }))
          );
      }
    }),
    map((response) => ({ response }))
  );
}

function standingOf(state: State): Standing {
  if (typeof state === 'string') {
    return state;
  }
  return state.message ? 'ready' : 'waiting';
}
