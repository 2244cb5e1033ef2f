import { compileFilter } from '@lanthorn/query/row-filter.ts';
import type { MatchingAnswer, MatchingRequest } from '@lanthorn/protocol/http-messages.ts';
import type { KindView } from '@lanthorn/views/kind-view.ts';
import type { Collection } from '../hub/collection.ts';
import type { Hub } from '../hub/hub.ts';
import type { Cluster } from '../upstream/cluster.ts';

/** A list that does not become live in this time cannot say what all of it is. */
const LIVE_TIMEOUT_MS = 15_000;

/** Everything that a filter matches now, found where the list is whole. Rejects when the list is not live: half of it is not all. */
export async function matchingRows(
  hub: Hub,
  request: MatchingRequest,
  { cluster, view }: { cluster: Cluster; view: KindView },
): Promise<MatchingAnswer> {
  const filter = compileFilter(request.filter, view);
  if (!filter.ok) throw new Error(`the filter cannot be read: ${filter.error.code} ${filter.error.detail}`);
  const scopes = view.namespaced && request.namespaces.length > 0 ? [...new Set(request.namespaces)] : [''];
  const leases = scopes.map(namespace => hub.collection(cluster, view, namespace));
  try {
    await Promise.all(leases.map(({ value }) => whenLive(hub, value)));
    const now = hub.clock.now();
    const rows = leases.flatMap(({ value }) => [...value.store.rows()].filter(row => filter.value.matches(row, now)));
    return { rows: rows.map(({ key, uid, namespace, name }) => ({ key, uid, namespace, name })) };
  } finally {
    for (const lease of leases) lease.release();
  }
}

function whenLive(hub: Hub, collection: Collection): Promise<void> {
  return new Promise((resolve, reject) => {
    const check = () => {
      if (collection.state.kind === 'live') finish(resolve);
      else if (collection.state.kind === 'forbidden') finish(() => reject(new Error('the list may not be read')));
    };
    const finish = (then: () => void) => {
      cancel();
      stop();
      then();
    };
    const cancel = hub.clock.schedule(LIVE_TIMEOUT_MS, () => finish(() => reject(new Error('the list is not live'))));
    const stop = collection.onState(check);
    check();
  });
}
