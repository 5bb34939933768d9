import {
  isLiveChannelMessageEvent,
  isLiveChannelStatusEvent,
  LiveChannelConnectionState,
  LiveChannelScope,
  type LiveChannelEvent,
} from '@grafana/data';
import { getGrafanaLiveSrv } from '@grafana/runtime';
import { concat, finalize, ReplaySubject, scan, share, throwError, timer, type Observable } from 'rxjs';

import { isLiveMessage, type LiveMessage } from './LiveMessage';
import { type LiveRequest } from './LiveRequest';

/** What is known of a channel. */
export interface ChannelState {
  connected: boolean;
  /** The newest message; none while the channel is not connected, since it may have missed some. */
  message?: LiveMessage;
}

/** How long a channel without panels is kept, in milliseconds: a refresh leaves and comes back. */
const KEPT_OPEN = 5_000;
/** How many names of channels are remembered. */
const MOST_NAMES = 100;

const CLOSED = [
  LiveChannelConnectionState.Disconnected,
  LiveChannelConnectionState.Shutdown,
  LiveChannelConnectionState.Invalid,
];

/**
 * The channels of a data source. Panels of one question share one: Grafana's own service hands what it has received to
 * nobody who comes later.
 */
export class LiveChannels {
  private readonly names = new Map<string, Promise<string>>();
  private readonly open = new Map<string, Observable<ChannelState>>();

  /**
   * @param uid - the data source's
   * @param nameOf - asks the backend for the name of a request's channel; fails where the request cannot be live
   */
  constructor(
    private readonly uid: string,
    private readonly nameOf: (request: LiveRequest) => Promise<string>
  ) {}

  /** The name of a request's channel, asked for once. */
  async name(request: LiveRequest): Promise<string> {
    const key = JSON.stringify(request);
    const name = this.names.get(key) ?? this.nameOf(request);
    this.names.delete(key);
    this.names.set(key, name);
    for (const oldest of this.names.keys()) {
      if (this.names.size <= MOST_NAMES) {
        break;
      }
      this.names.delete(oldest);
    }
    try {
      return await name;
    } catch (cause) {
      this.names.delete(key);
      throw cause;
    }
  }

  /** The states of a channel, from the present one on. Fails when Grafana has closed it for good. */
  states(path: string, request: LiveRequest): Observable<ChannelState> {
    const open = this.open.get(path);
    if (open) {
      return open;
    }
    const events = getGrafanaLiveSrv().getStream<unknown>({
      scope: LiveChannelScope.DataSource,
      stream: this.uid,
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- Grafana 12 knows it by no other name
      namespace: this.uid,
      path,
      data: request,
    });
    const states = concat(
      events,
      throwError(() => new Error('The channel has ended'))
    ).pipe(
      scan(stateAfter, { connected: false }),
      finalize(() => {
        this.open.delete(path);
        this.names.delete(JSON.stringify(request));
      }),
      share({ connector: () => new ReplaySubject(1), resetOnRefCountZero: () => timer(KEPT_OPEN) })
    );
    this.open.set(path, states);
    return states;
  }
}

function stateAfter(state: ChannelState, event: LiveChannelEvent<unknown>): ChannelState {
  if (isLiveChannelMessageEvent(event)) {
    return isLiveMessage(event.message) ? { connected: true, message: event.message } : state;
  }
  if (!isLiveChannelStatusEvent(event)) {
    return state;
  }
  if (CLOSED.includes(event.state)) {
    throw new Error(`The channel is ${event.state}`);
  }
  if (event.state !== LiveChannelConnectionState.Connected) {
    return { connected: false };
  }
  return { connected: true, message: isLiveMessage(event.message) ? event.message : state.message };
}
