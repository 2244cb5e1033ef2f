import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import { readClusterKey } from '@lanthorn/views/cluster-row-key.ts';

/** The cluster that a row is of: its key says it where several are one list. */
export function rowCluster(cluster: string, { key }: Pick<WireRow, 'key'>): string {
  return readClusterKey(key)?.cluster ?? cluster;
}
