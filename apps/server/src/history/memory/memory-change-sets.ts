import { type ChangeSet, NO_CHANGE_SET } from '@lanthorn/protocol/http/change-set-messages.ts';
import type { ClusterKey } from '../../upstream/cluster-key.ts';
import type { ChangeSetsStore } from '../stores/change-sets-store.ts';

/** Change sets until the process ends. */
export class MemoryChangeSets implements ChangeSetsStore {
  readonly #sets = new Map<ClusterKey, ChangeSet>();

  async changeSet(cluster: ClusterKey): Promise<ChangeSet> {
    return this.#sets.get(cluster) ?? NO_CHANGE_SET;
  }

  async saveChangeSet(cluster: ClusterKey, set: ChangeSet): Promise<void> {
    if (set.steps.length === 0) this.#sets.delete(cluster);
    else this.#sets.set(cluster, set);
  }
}
