import { writeJson } from '@lanthorn/base/json-text.ts';
import { type ChangeSet, NO_CHANGE_SET } from '@lanthorn/protocol/http/change-set-messages.ts';
import type { ClusterKey } from '../../upstream/cluster-key.ts';
import type { ChangeSetsStore } from '../stores/change-sets-store.ts';
import type { HistoryStatus } from '../stores/history-status.ts';
import { asChangeSet } from '../stores/stored-change-set.ts';
import { parsed } from '../stores/stored-shapes.ts';
import type { SqliteFile } from './sqlite-file.ts';

export class SqliteChangeSets implements ChangeSetsStore {
  readonly #file: SqliteFile;
  readonly #status: HistoryStatus;

  constructor(file: SqliteFile, status: HistoryStatus) {
    this.#file = file;
    this.#status = status;
  }

  async changeSet(cluster: ClusterKey): Promise<ChangeSet> {
    const row = this.#file.get('SELECT change_set FROM change_sets WHERE cluster = ?', cluster);
    if (row === undefined) return NO_CHANGE_SET;
    const kept = asChangeSet(parsed((row as { readonly change_set: unknown }).change_set));
    if (kept === null) this.#status.skip(`${cluster} change set`);
    return kept ?? NO_CHANGE_SET;
  }

  async saveChangeSet(cluster: ClusterKey, set: ChangeSet): Promise<void> {
    const sql = 'INSERT INTO change_sets VALUES (?1, ?2) ON CONFLICT (cluster) DO UPDATE SET change_set = ?2';
    if (set.steps.length === 0) this.#file.run('DELETE FROM change_sets WHERE cluster = ?', cluster);
    else this.#file.run(sql, cluster, writeJson(set));
  }
}
