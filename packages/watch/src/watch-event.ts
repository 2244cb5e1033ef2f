import type { Reason } from '@lanthorn/base/reason.ts';
import type { Status } from '@lanthorn/kube/api/status.ts';

/** Why a stream of events pauses. Never the end of the stream by itself. */
export interface Trouble {
  readonly kind: 'network' | 'server' | 'unauthorized' | 'forbidden' | 'notFound' | 'unreadable';
  /** The server's answer where there was one. */
  readonly status: Status | null;
  readonly reason: Reason;
  /** When the next attempt starts; null when only a person or a change of rights can help. */
  readonly retryAt: number | null;
}

/**
 * What a reflector says. Between `init` and `initDone` the consumer gathers `initApply`; at `initDone` it swaps: whatever was
 * not named is gone. Deletes can be lost while disconnected, so nothing may hang on them alone.
 */
export type WatchEvent<T> =
  | { readonly type: 'init' }
  | {
      readonly type: 'initApply';
      readonly objects: readonly T[];
      readonly remaining: number | null;
      /** As many more were there, and were not read: they have none of the words that are looked for. */
      readonly leftOut?: number;
    }
  | { readonly type: 'initDone'; readonly resourceVersion: string }
  | { readonly type: 'apply'; readonly object: T; readonly resourceVersion: string }
  | { readonly type: 'delete'; readonly object: T; readonly resourceVersion: string }
  | { readonly type: 'bookmark'; readonly resourceVersion: string }
  /** The watch is open: what is shown is live. */
  | { readonly type: 'live' }
  /** A healthy watch ended and is being reopened: until `live`, what is shown may be old. */
  | { readonly type: 'reconnecting' }
  /** What is shown may be old from now on. */
  | { readonly type: 'trouble'; readonly trouble: Trouble };
