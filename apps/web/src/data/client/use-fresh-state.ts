import type { Reason } from '@lanthorn/base/reason.ts';
import { answerReason } from '@lanthorn/kube/api/answer-reasons.ts';
import type { QueryState } from '@lanthorn/query/query-state.ts';
import { useTimeReader } from '../../ui/time/clock.ts';
import { useClient } from './client.ts';
import type { LossReason } from '../connection/connection.ts';
import { useConnectionState } from './use-connection-state.ts';

/** What keeps the page from its own server: words of the page alone. */
export function lossReason(why: LossReason): Reason {
  return { code: `lanthorn.${why}`, params: {}, message: why };
}

export interface Heard {
  /** Nothing was ever shown. */
  readonly isEmpty: boolean;
  /** The socket (`Connection.epoch`) that brought what is shown. */
  readonly epoch: number;
}

/** The server's word on freshness, unless it was said on an earlier socket or cannot be heard: then nothing here is live. */
export function useFreshness(): (state: QueryState, heard: Heard) => QueryState {
  const { connection, clock } = useClient();
  const readTime = useTimeReader();
  const connectionState = useConnectionState();
  return (state, { isEmpty, epoch }) => {
    if (connectionState.kind === 'lost') {
      const { why, ...lost } = connectionState;
      // What happened here is told in the time that everything on the screen is told in.
      const shift = readTime() - clock.now();
      const [since, retryAt] = [lost.since + shift, lost.retryAt + shift];
      return { kind: 'stale', since, reason: lossReason(why), retryAt, isEmpty };
    }
    if (isEmpty || epoch === connection.epoch || state.kind !== 'live') return state;
    return { kind: 'stale', since: 0, reason: answerReason('reconnecting', {}), retryAt: null, isEmpty };
  };
}

export function useFreshState(state: QueryState, heard: Heard): QueryState {
  return useFreshness()(state, heard);
}
