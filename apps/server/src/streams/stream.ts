import type { Clock } from '@lanthorn/base/clock.ts';
import type { IdentityKey } from '@lanthorn/protocol/identity-key.ts';
import type { StreamEnd, StreamFrame } from '@lanthorn/protocol/streams.ts';
import type { TerminalQuery } from '@lanthorn/protocol/stream-queries.ts';
import type { Boundary } from '../faults/boundary.ts';
import type { Cluster } from '../upstream/cluster.ts';
import type { ReleaseKeeper } from '../helm/release-keeper.ts';
import type { ToldPorts } from './told-ports.ts';

/** Bytes between a tab and something in a cluster: a log, a terminal, a port. */
export interface Stream {
  /** Takes what the tab sends; the tab may send as much again when the promise is kept. */
  receive(part: Pick<StreamFrame, 'channel' | 'bytes'>): Promise<void>;
  /** Nobody reads it any more: its tab ended it, or is gone without a word and may come back. */
  close(isLost: boolean): void;
}

/** The way to the tab. */
export interface Outlet {
  /** Sends bytes on. Whoever sends waits for the promise, which is kept when there is room for more, or nobody reads any more. */
  write(channel: number, bytes: Uint8Array): Promise<void>;
  /** The last that the tab is told; afterwards nothing is sent. */
  end(end: StreamEnd): void;
}

export interface StreamContext {
  readonly clock: Clock;
  readonly cluster: Cluster;
  /** Who reads it. */
  readonly identity: IdentityKey;
  /** Its callbacks and promises run inside; where it ends, the tab is told why. */
  readonly boundary: Boundary;
  readonly outlet: Outlet;
  /** What outlasts the tab that opened it. */
  readonly terminals: { open(query: TerminalQuery, context: StreamContext): Stream };
  readonly ports: ToldPorts;
  readonly releases: Pick<ReleaseKeeper, 'open'>;
}
