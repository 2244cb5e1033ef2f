import { writeJson } from '@lanthorn/base/json-text.ts';
import type { Operation, OperationHead, OperationTarget } from '@lanthorn/protocol/down-messages.ts';
import type { IdentityKey } from '@lanthorn/protocol/identity-key.ts';
import type { HistoryEntry } from '@lanthorn/protocol/http/history-messages.ts';
import { isUnsettled } from '@lanthorn/protocol/operation-state.ts';
import { clusterKey } from '../../upstream/cluster-key.ts';
import type { HistoryStatus } from '../stores/history-status.ts';
import {
  type EntryLimit,
  headOf,
  type Intent,
  type KeptIntent,
  type KeptPause,
  type LogPlace,
  MAX_PAUSES,
  type ObjectOf,
  type OperationsStore,
  pausedUntil,
  type RecentLimit,
  type RecordedOutcome,
} from '../stores/operations-store.ts';
import { asChanges, asEntry, asHead, asIntent, asOutcome, asTargets, parsed } from '../stores/stored-shapes.ts';
import type { ProcessLock } from './process-lock.ts';
import type { SqliteFile } from './sqlite-file.ts';

/** Operations kept of each person; with their objects some 20 KB each. */
const MAX_OPERATIONS = 10_000;
/** Targets kept of each person: an operation may have thousands. */
const MAX_TARGETS = 50_000;
/** Of an intent, in characters: several objects of the largest that are usual. Of what is larger it is not known after a crash whether it was done. */
const MAX_INTENT = 2_000_000;
/** Looking for what is too much reads all operations: so many more than that are borne. */
const PRUNE_EVERY = 100;

/** How a target is whose own record is not there: it was not begun when the operation was kept. */
const NOT_BEGUN: Omit<OperationTarget, 'target'> = {
  phase: 'sent',
  created: null,
  status: null,
  message: '',
  kubectl: '',
  canUndo: false,
  isUndone: false,
};

export interface SqliteOperationsOptions {
  readonly lock: ProcessLock;
  readonly status: HistoryStatus;
  readonly maxOperations?: number;
  readonly maxTargets?: number;
}

export class SqliteOperations implements OperationsStore {
  readonly #file: SqliteFile;
  readonly #lock: ProcessLock;
  readonly #status: HistoryStatus;
  readonly #maxOperations: number;
  readonly #maxTargets: number;
  /** Places of what this process is about to do itself. */
  readonly #intended = new Set<string>();
  #begun = 0;

  constructor(
    file: SqliteFile,
    { lock, status, maxOperations = MAX_OPERATIONS, maxTargets = MAX_TARGETS }: SqliteOperationsOptions,
  ) {
    this.#file = file;
    this.#lock = lock;
    this.#status = status;
    this.#maxOperations = maxOperations;
    this.#maxTargets = maxTargets;
  }

  async begin(operation: Operation): Promise<void> {
    if (this.#begun++ % PRUNE_EVERY === 0) this.#prune();
    const { targets, revision } = operation;
    this.#file.run(
      `INSERT INTO operations VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
       ON CONFLICT (id) DO UPDATE SET runner = ?3, is_running = ?4, revision = ?5 WHERE revision <= ?5`,
      operation.id,
      operation.startedAt,
      this.#lock.id,
      Number(isUnsettled(operation)),
      revision,
      targets.length,
      writeJson(headOf(operation)),
      writeJson(targets.map(({ target }) => target)),
      operation.identity,
    );
  }

  async intend(operationId: string, index: number, intent: Intent): Promise<void> {
    const text = writeJson(intent);
    if (text.length > MAX_INTENT) return this.endIntent(operationId, index);
    const sql =
      'INSERT INTO intents VALUES (?, ?, ?) ON CONFLICT (operation, position) DO UPDATE SET intent = excluded.intent';
    this.#file.run(sql, operationId, index, text);
    this.#intended.add(placeKey(operationId, index));
    return undefined;
  }

  async intents(limit: number, passed: number): Promise<KeptIntent[]> {
    const places = this.#file.all(
      `SELECT operation, position FROM intents i JOIN operations o ON o.id = i.operation WHERE runner = ?
       ORDER BY o.at DESC, operation, position`,
      this.#lock.id,
    ) as { readonly operation: string; readonly position: number }[];
    const left = places.filter(({ operation, position }) => !this.#intended.has(placeKey(operation, position)));
    return left.slice(passed, passed + limit).flatMap(({ operation, position }) => {
      const sql = 'SELECT intent FROM intents WHERE operation = ? AND position = ?';
      const row = this.#file.get(sql, operation, position) as { readonly intent: unknown } | undefined;
      const intent = asIntent(parsed(row?.intent));
      if (intent !== null) return [{ operation, index: position, intent }];
      this.#status.skip(`${operation} ${position} intent`);
      return [];
    });
  }

  async endIntent(operationId: string, index: number): Promise<void> {
    this.#file.run('DELETE FROM intents WHERE operation = ? AND position = ?', operationId, index);
    this.#intended.delete(placeKey(operationId, index));
  }

  async saveTarget(operation: Operation, index: number, outcome: RecordedOutcome | null): Promise<void> {
    const entry = operation.targets[index];
    if (entry === undefined) return;
    const { changes, ...rest } = outcome ?? { changes: null };
    const { cluster, resource, namespace, name, uid } = entry.target;
    this.#file.transaction(() => {
      this.#file.run(
        'UPDATE operations SET is_running = ?2, revision = ?3 WHERE id = ?1 AND revision <= ?3',
        operation.id,
        Number(isUnsettled(operation)),
        operation.revision,
      );
      this.#file.run(
        `INSERT INTO targets VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (operation, position) DO UPDATE SET entry = excluded.entry,
           paused_until = CASE WHEN excluded.outcome IS NULL THEN paused_until ELSE excluded.paused_until END,
           changes = coalesce(excluded.changes, changes), outcome = coalesce(excluded.outcome, outcome)`,
        operation.id,
        index,
        clusterKey(cluster, { key: operation.identity }),
        resource.group,
        resource.resource,
        namespace,
        name,
        uid,
        outcome === null ? null : pausedUntil(operation, outcome),
        writeJson(entry),
        changes === null ? null : writeJson(changes),
        outcome === null ? null : writeJson(rest),
      );
      if (entry.phase !== 'sent')
        this.#file.run('DELETE FROM intents WHERE operation = ? AND position = ?', operation.id, index);
    });
    if (entry.phase !== 'sent') this.#intended.delete(placeKey(operation.id, index));
  }

  async operation(id: string): Promise<Operation | null> {
    const row = this.#file.get('SELECT id, revision, head, targets FROM operations WHERE id = ?', id);
    return row === undefined ? null : this.#readOperation(row as OperationRow);
  }

  async outcome(operationId: string, index: number): Promise<RecordedOutcome | null> {
    const row = this.#file.get(
      'SELECT changes, outcome FROM targets WHERE operation = ? AND position = ? AND outcome IS NOT NULL',
      operationId,
      index,
    ) as { readonly changes: unknown; readonly outcome: unknown } | undefined;
    if (row === undefined) return null;
    const value = parsed(row.outcome);
    const outcome = asOutcome(typeof value === 'object' ? { changes: parsed(row.changes), ...value } : undefined);
    if (outcome === null) this.#status.skip(`${operationId} ${index} outcome`);
    return outcome;
  }

  async recent(identity: IdentityKey, { operations, targets }: RecentLimit): Promise<Operation[]> {
    const rows = this.#file.all(
      `SELECT id, revision, head, targets FROM
         (SELECT *, sum(size) OVER (ORDER BY at DESC, rowid DESC) AS total FROM
           (SELECT rowid, * FROM operations WHERE identity = ? ORDER BY at DESC, rowid DESC LIMIT ?))
       WHERE total <= ? ORDER BY at DESC, rowid DESC`,
      identity,
      operations,
      targets,
    );
    return rows.flatMap(row => this.#readOperation(row as OperationRow) ?? []);
  }

  async page(identity: IdentityKey, after: LogPlace | null, limit: RecentLimit): Promise<Operation[]> {
    const rows = this.#file.all(
      `SELECT id, at, revision, head, targets FROM
         (SELECT *, sum(size) OVER (ORDER BY at DESC, id DESC) - size AS before FROM
           (SELECT * FROM operations WHERE identity = ?1 AND at <= ?2 AND (at < ?2 OR id < ?3) ORDER BY at DESC, id DESC LIMIT ?4))
       WHERE before < ?5 ORDER BY at DESC, id DESC`,
      identity,
      after?.startedAt ?? Number.MAX_SAFE_INTEGER,
      after?.id ?? '',
      limit.operations,
      limit.targets,
    ) as (OperationRow & { readonly at: number })[];
    const found = rows.flatMap(row => this.#readOperation(row) ?? []);
    const last = rows.at(-1);
    // A page that cannot be read at all is not the end.
    return found.length > 0 || last === undefined
      ? found
      : this.page(identity, { startedAt: last.at, id: last.id }, limit);
  }

  async ofObject(
    { cluster, group, resource, namespace, name }: ObjectOf,
    { entries, until = Number.MAX_SAFE_INTEGER }: EntryLimit,
  ): Promise<HistoryEntry[]> {
    const rows = this.#file.all(
      `SELECT o.id AS id, o.head AS head, t.position AS position, t.entry AS entry, t.changes AS changes
       FROM targets t JOIN operations o ON o.id = t.operation
       WHERE t.cluster = ? AND t.api_group = ? AND t.resource = ? AND t.namespace = ? AND t.name = ? AND t.changes IS NOT NULL
         AND o.at <= ?
       ORDER BY o.at DESC, o.rowid DESC LIMIT ?`,
      cluster,
      group,
      resource,
      namespace,
      name,
      until,
      entries,
    ) as ({ readonly changes: unknown; readonly head: unknown } & EntryRow)[];
    return rows.flatMap(row => {
      const operation = this.#readHead(row);
      const entry = this.#readEntry(row);
      const changes = asChanges(parsed(row.changes));
      if (operation !== null && entry !== null && changes !== null) return [{ operation, entry, changes }];
      this.#status.skip(`${row.id} ${row.position} entry`);
      return [];
    });
  }

  async takeAbandoned(): Promise<Operation[]> {
    const rows = this.#file.all(
      `SELECT runner FROM operations WHERE is_running = 1
       UNION SELECT runner FROM intents i JOIN operations o ON o.id = i.operation`,
    );
    const dead = (rows as { readonly runner: string }[]).filter(({ runner }) => !this.#lock.isAlive(runner));
    return dead.flatMap(({ runner }) => {
      const found = this.#file.all(
        `UPDATE operations SET runner = ?2 WHERE runner = ?1 AND id IN
           (SELECT id FROM operations WHERE is_running = 1 AND runner = ?1 UNION SELECT operation FROM intents)
         RETURNING id, revision, head, targets`,
        runner,
        this.#lock.id,
      );
      return found.flatMap(row => this.#readOperation(row as OperationRow) ?? []);
    });
  }

  async pauses(): Promise<KeptPause[]> {
    const rows = this.#file.all(
      `SELECT operation AS id, position, max(paused_until), entry, identity
       FROM targets t JOIN operations o ON o.id = t.operation
       WHERE paused_until IS NOT NULL GROUP BY cluster, uid ORDER BY max(paused_until) DESC LIMIT ?`,
      MAX_PAUSES,
    );
    return (rows as (EntryRow & { readonly identity: IdentityKey })[]).flatMap(row => {
      const entry = this.#readEntry(row);
      return entry === null ? [] : [{ identity: row.identity, target: entry.target }];
    });
  }

  async endPause({ identity, target: { cluster, uid } }: KeptPause): Promise<void> {
    const sql = 'UPDATE targets SET paused_until = NULL WHERE cluster = ? AND uid = ? AND paused_until IS NOT NULL';
    this.#file.run(sql, clusterKey(cluster, { key: identity }), uid);
  }

  /** Of each person, what is older than the newest goes, but for pauses: those have an end to wait for. */
  #prune(): void {
    this.#file.run(
      `DELETE FROM operations WHERE id IN (SELECT id FROM
         (SELECT id, row_number() OVER newest AS place, sum(size) OVER newest AS total FROM operations
          WINDOW newest AS (PARTITION BY identity ORDER BY at DESC, rowid DESC))
         WHERE place > ? OR total > ?)
       AND NOT EXISTS (SELECT 1 FROM targets WHERE operation = id AND paused_until IS NOT NULL)`,
      this.#maxOperations,
      this.#maxTargets,
    );
  }

  #readOperation(row: OperationRow): Operation | null {
    const head = this.#readHead(row);
    const targets = asTargets(parsed(row.targets));
    if (head === null || targets === null) {
      this.#status.skip(`${row.id} operation`);
      return null;
    }
    const rows = this.#file.all('SELECT position, entry FROM targets WHERE operation = ?', row.id);
    const entries = new Map<number, OperationTarget>();
    for (const { position, entry } of rows as Omit<EntryRow, 'id'>[]) {
      const known = this.#readEntry({ id: row.id, position, entry });
      const target = targets[position];
      if (known !== null) entries.set(position, known);
      else if (target !== undefined) entries.set(position, { ...NOT_BEGUN, target, message: 'operation.unreadable' });
    }
    return {
      ...head,
      revision: row.revision,
      targets: targets.map((target, i) => entries.get(i) ?? { ...NOT_BEGUN, target }),
    };
  }

  #readHead({ id, head }: { readonly id: string; readonly head: unknown }): OperationHead | null {
    const value = asHead(parsed(head));
    return value?.id === id ? value : null;
  }

  #readEntry({ id, position, entry }: EntryRow): OperationTarget | null {
    const value = asEntry(parsed(entry));
    if (value === null) this.#status.skip(`${id} ${position} entry`);
    return value;
  }
}

function placeKey(operation: string, position: number): string {
  return JSON.stringify([operation, position]);
}

interface OperationRow {
  readonly id: string;
  readonly revision: number;
  readonly head: unknown;
  readonly targets: unknown;
}

interface EntryRow {
  readonly id: string;
  readonly position: number;
  readonly entry: unknown;
}
