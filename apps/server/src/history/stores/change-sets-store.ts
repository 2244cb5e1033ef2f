import type { ChangeSet } from '@lanthorn/protocol/http/change-set-messages.ts';
import type { ClusterKey } from '../../upstream/cluster-key.ts';

/** What people collected and did not apply yet. Every call rejects when it cannot be carried out. */
export interface ChangeSetsStore {
  /** Without steps where nothing was collected. */
  changeSet(cluster: ClusterKey): Promise<ChangeSet>;
  /** One without steps is not kept. */
  saveChangeSet(cluster: ClusterKey, set: ChangeSet): Promise<void>;
}
