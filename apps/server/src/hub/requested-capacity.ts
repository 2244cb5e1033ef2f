import { asNumber } from '@lanthorn/base/json.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import type { RequestedCapacity } from '@lanthorn/protocol/http/standing-messages.ts';
import type { Cluster } from '../upstream/cluster.ts';
import type { Hub } from './hub.ts';

const CPU = columnIndex(POD_VIEW, 'cpuRequest');
const MEMORY = columnIndex(POD_VIEW, 'memoryRequest');
/** Rows added up in one turn of the event loop: a few milliseconds. */
const SLICE_ROWS = 20_000;

/**
 * What the pods of a cluster asked for, added up over the lists that somebody has open: nothing is asked of the cluster for it. Null where
 * one of them is not open, or not whole.
 */
export async function requestedCapacity(
  hub: Pick<Hub, 'peek' | 'clock'>,
  cluster: Cluster,
  namespaces: readonly string[],
): Promise<RequestedCapacity | null> {
  const scopes = namespaces.length === 0 ? [''] : [...new Set(namespaces)];
  let [cpu, memory, read] = [0, 0, 0];
  for (const namespace of scopes) {
    const pods = hub.peek(cluster, POD_VIEW, namespace);
    if (pods?.state.kind !== 'live') return null;
    for (const { cells } of pods.store.rows()) {
      cpu += asNumber(cells[CPU]) ?? 0;
      memory += asNumber(cells[MEMORY]) ?? 0;
      read += 1;
      // oxlint-disable-next-line no-await-in-loop -- gives way to what waits
      if (read % SLICE_ROWS === 0) await hub.clock.nextTurn();
    }
  }
  return { cpu, memory };
}
