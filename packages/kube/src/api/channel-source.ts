import type { CancelSignal } from '@lanthorn/base/clock.ts';

/** A connection of messages to an API server, as exec and attach have it. */
export interface ChannelSocket {
  /** The one that the server chose of those that were offered. */
  readonly protocol: string;
  /** In order; whoever reads slowly is waited for. Ends where the server closed the connection, throws where it broke. To be read once. */
  readonly messages: AsyncIterable<Uint8Array>;
  /** Kept when there is room for more. One that is closed takes nothing, and says nothing. */
  send(message: Uint8Array): Promise<void>;
  close(): void;
}

export interface ChannelRequest {
  /** Escaped, without a query. */
  readonly path: string;
  /** Names may stand there several times. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** The one that is liked best first. */
  readonly protocols: readonly string[];
}

/** The refusal is an answer of HTTP, its body cut where it is long. */
export type ChannelAnswer =
  | { readonly socket: ChannelSocket }
  | { readonly refusal: { readonly status: number; readonly body: string } };

/** The seam to a cluster for what goes both ways, beside `ApiSource`. */
export interface ChannelSource {
  /** Rejects where no answer came. The signal ends what is being asked, not what was opened. */
  connect(request: ChannelRequest, signal?: CancelSignal): Promise<ChannelAnswer>;
}
