import {
  LiveChannelConnectionState,
  LiveChannelEventType,
  type LiveChannelAddress,
  type LiveChannelEvent,
} from '@grafana/data';
import { setGrafanaLiveSrv, type GrafanaLiveSrv } from '@grafana/runtime';
import { Observable, Subject } from 'rxjs';

/** Grafana's live connection as a test plays it: the newest channel of each path, and what it was opened with. */
export class FakeLive {
  readonly opened: LiveChannelAddress[] = [];
  private readonly channels = new Map<string, Subject<LiveChannelEvent>>();

  constructor() {
    const getStream = (address: LiveChannelAddress) => this.open(address);
    // The data source asks for nothing else of Grafana's live connection.
    setGrafanaLiveSrv({ getStream } as unknown as GrafanaLiveSrv);
  }

  /** Whether somebody listens to a path. */
  hears(path: string): boolean {
    return this.channels.get(path)?.observed ?? false;
  }

  /** A change of the connection; the first one to be connected may bring a message. */
  status(path: string, state: `${LiveChannelConnectionState}`, message?: unknown): void {
    this.channels.get(path)?.next({
      type: LiveChannelEventType.Status,
      id: path,
      timestamp: 0,
      state: state as LiveChannelConnectionState,
      message,
    });
  }

  send(path: string, message: unknown): void {
    this.channels.get(path)?.next({ type: LiveChannelEventType.Message, message });
  }

  private open(address: LiveChannelAddress): Observable<LiveChannelEvent> {
    // As Grafana's does, a channel tells how it stands first.
    return new Observable((subscriber) => {
      const channel = new Subject<LiveChannelEvent>();
      this.opened.push(address);
      this.channels.set(address.path, channel);
      const heard = channel.subscribe(subscriber);
      this.status(address.path, 'pending');
      return () => heard.unsubscribe();
    });
  }
}
