import type { Clock } from '@lanthorn/base/clock.ts';
import type { Subscription } from '@lanthorn/protocol/up-messages.ts';
import type { QueryState } from '@lanthorn/query/query-state.ts';
import type { Connection, Frame, SubscriptionHandle } from '../../connection/connection.ts';

export interface Watching {
  readonly connection: Pick<Connection, 'subscribe'>;
  readonly clock: Clock;
}

/** The tab looked at too much at once: what is refused for that is asked for again after so long. */
const AGAIN_MS = 10_000;

/** Subscribes, and again where there was no room. */
export function watchPatiently(
  { connection, clock }: Watching,
  query: Subscription,
  take: (frame: Frame) => void,
): { close(): void } {
  let cancelRetry = () => {};
  const handle: Pick<SubscriptionHandle, 'retry' | 'close'> = connection.subscribe(query, frame => {
    cancelRetry();
    if (frame.state !== undefined && hadNoRoom(frame.state))
      cancelRetry = clock.schedule(AGAIN_MS, () => handle.retry());
    take(frame);
  });
  return {
    close: () => {
      cancelRetry();
      handle.close();
    },
  };
}

function hadNoRoom(state: QueryState): boolean {
  return state.kind === 'stale' && state.reason.code === 'tooManySubscriptions';
}

/** Nothing can be read of it, now or for as long as it is so. */
export function isUnreadable(state: QueryState): boolean {
  return state.kind === 'forbidden' || (state.kind === 'stale' && state.isEmpty);
}
