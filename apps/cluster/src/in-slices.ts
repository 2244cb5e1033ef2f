import type { Clock } from '@lanthorn/base/clock.ts';
import type { ApiSource } from '@lanthorn/kube/api/api-request.ts';

/** How long who asks goes on asking: whoever comes over the network meanwhile is served in between. */
const SLICE_MS = 8;

/** A server in the same process, whose answers come at once: without a pause nobody else would have a turn until all are asked. */
export function inSlices(source: ApiSource, clock: Pick<Clock, 'elapsed' | 'nextTurn'>): ApiSource {
  let since = clock.elapsed();
  return {
    send: async (request, signal) => {
      if (clock.elapsed() - since > SLICE_MS) {
        await clock.nextTurn();
        since = clock.elapsed();
      }
      return source.send(request, signal);
    },
  };
}
