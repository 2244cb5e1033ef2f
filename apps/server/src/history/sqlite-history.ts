import type { RunParameters } from '@lanthorn/actions/run-parameters.ts';
import type { Operation } from '@lanthorn/protocol/down-messages.ts';
import type { HistoryEntry, HistoryQuery, PresetRequest, PresetsQuery } from '@lanthorn/protocol/http-messages.ts';
import type { RecordedRun } from '@lanthorn/protocol/recorded-run.ts';
import type { HistoryStore, OutcomeOf, RecordedOutcome } from './history-store.ts';
import type { SqliteDatabase, SqliteStatement } from './sqlite-database.ts';

/** Operations kept; with their objects some 20 KB each. */
const MAX_OPERATIONS = 10_000;

const TABLES = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA busy_timeout = 2000;
  CREATE TABLE IF NOT EXISTS operations (id TEXT PRIMARY KEY, at INTEGER NOT NULL, operation TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS operations_at ON operations (at);
  CREATE TABLE IF NOT EXISTS outcomes (
    operation TEXT NOT NULL, position INTEGER NOT NULL, cluster TEXT NOT NULL, api_group TEXT NOT NULL, resource TEXT NOT NULL,
    namespace TEXT NOT NULL, name TEXT NOT NULL, outcome TEXT NOT NULL, PRIMARY KEY (operation, position)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS runs (
    job_uid TEXT PRIMARY KEY, cluster TEXT NOT NULL, cronjob_uid TEXT NOT NULL, at INTEGER NOT NULL, run TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS runs_cronjob ON runs (cluster, cronjob_uid, at);
  CREATE TABLE IF NOT EXISTS presets (
    cluster TEXT NOT NULL, namespace TEXT NOT NULL, cronjob TEXT NOT NULL, name TEXT NOT NULL, run TEXT NOT NULL,
    UNIQUE (cluster, namespace, cronjob, name)
  );
  CREATE INDEX IF NOT EXISTS outcomes_object ON outcomes (cluster, api_group, resource, namespace, name);
`;

export interface SqliteHistoryOptions {
  readonly isLasting: boolean;
  readonly keepRuns: number;
  /** Told when something could not be written (a full disk, another process that holds the file). */
  readonly onProblem: (message: string) => void;
}

/** History in a SQLite file, or in memory for ':memory:'. */
export class SqliteHistory implements HistoryStore {
  readonly isLasting: boolean;
  readonly #keepRuns: number;
  readonly #onProblem: (message: string) => void;
  readonly #database: SqliteDatabase;
  readonly #statements = new Map<string, SqliteStatement>();

  constructor(database: SqliteDatabase, { isLasting, keepRuns, onProblem }: SqliteHistoryOptions) {
    this.#onProblem = onProblem;
    this.isLasting = isLasting;
    this.#keepRuns = keepRuns;
    this.#database = database;
    database.exec(TABLES);
    this.#prune();
  }

  saveOperation(operation: Operation): void {
    this.#write('INSERT OR REPLACE INTO operations (id, at, operation) VALUES (?, ?, ?)', [
      operation.id,
      operation.startedAt,
      JSON.stringify(operation),
    ]);
  }

  saveOutcome({ operationId, index, target }: OutcomeOf, outcome: RecordedOutcome): void {
    this.#write('INSERT OR REPLACE INTO outcomes VALUES (?, ?, ?, ?, ?, ?, ?, ?)', [
      operationId,
      index,
      target.cluster,
      target.resource.group,
      target.resource.resource,
      target.namespace,
      target.name,
      JSON.stringify(outcome),
    ]);
  }

  operation(id: string): Operation | null {
    const row = this.#prepare('SELECT operation FROM operations WHERE id = ?').get(id);
    return row === undefined ? null : readOperation(row);
  }

  outcome(operationId: string, index: number): RecordedOutcome | null {
    const sql = 'SELECT outcome FROM outcomes WHERE operation = ? AND position = ?';
    const row = this.#prepare(sql).get(operationId, index);
    return row === undefined ? null : readOutcome(row);
  }

  recent(limit: number): Operation[] {
    return this.#prepare('SELECT operation FROM operations ORDER BY at DESC, rowid DESC LIMIT ?')
      .all(limit)
      .map(readOperation);
  }

  ofObject({ cluster, group, resource, namespace, name }: HistoryQuery, limit: number): HistoryEntry[] {
    const rows = this.#prepare(
      `SELECT o.operation AS operation, t.position AS position, t.outcome AS outcome
       FROM outcomes t JOIN operations o ON o.id = t.operation
       WHERE t.cluster = ? AND t.api_group = ? AND t.resource = ? AND t.namespace = ? AND t.name = ?
       ORDER BY o.at DESC LIMIT ?`,
    ).all(cluster, group, resource, namespace, name, limit);
    return rows.flatMap(row => {
      const operation = readOperation(row);
      const entry = operation.targets[(row as { position: number }).position];
      return entry === undefined ? [] : [{ operation, entry, changes: readOutcome(row).changes }];
    });
  }

  hasRun(jobUid: string): boolean {
    return this.#prepare('SELECT 1 FROM runs WHERE job_uid = ?').get(jobUid) !== undefined;
  }

  saveRun(run: RecordedRun): void {
    const { jobUid, cluster, cronJobUid, startedAt } = run;
    if (this.#keepRuns === 0) return;
    this.#write('INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?, ?)', [
      jobUid,
      cluster,
      cronJobUid,
      startedAt ?? 0,
      JSON.stringify(run),
    ]);
    this.#write(
      `DELETE FROM runs WHERE cluster = ?1 AND cronjob_uid = ?2 AND job_uid NOT IN
       (SELECT job_uid FROM runs WHERE cluster = ?1 AND cronjob_uid = ?2 ORDER BY at DESC LIMIT ?3)`,
      [cluster, cronJobUid, this.#keepRuns],
    );
  }

  runsOf(cluster: string, cronJobUid: string): RecordedRun[] {
    return this.#prepare('SELECT run FROM runs WHERE cluster = ? AND cronjob_uid = ? ORDER BY at DESC')
      .all(cluster, cronJobUid)
      .map(row => JSON.parse((row as { run: string }).run) as RecordedRun);
  }

  presets({ cluster, namespace, cronJob }: PresetsQuery): Record<string, RunParameters> {
    const sql = 'SELECT name, run FROM presets WHERE cluster = ? AND namespace = ? AND cronjob = ? ORDER BY rowid';
    const rows = this.#prepare(sql).all(cluster, namespace, cronJob) as { name: string; run: string }[];
    return Object.fromEntries(rows.map(({ name, run }) => [name, JSON.parse(run) as RunParameters]));
  }

  savePreset({ cluster, namespace, cronJob, name, run }: PresetRequest): void {
    const of = [cluster, namespace, cronJob, name];
    if (run === null)
      this.#write('DELETE FROM presets WHERE cluster = ? AND namespace = ? AND cronjob = ? AND name = ?', of);
    else
      this.#write(
        'INSERT INTO presets VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (cluster, namespace, cronjob, name) DO UPDATE SET run = ?5',
        [...of, JSON.stringify(run)],
      );
  }

  close(): void {
    this.#database.close();
  }

  #prune(): void {
    this.#prepare('DELETE FROM operations WHERE id NOT IN (SELECT id FROM operations ORDER BY at DESC LIMIT ?)').run(
      MAX_OPERATIONS,
    );
    this.#database.exec('DELETE FROM outcomes WHERE operation NOT IN (SELECT id FROM operations)');
  }

  /** History is no reason to fail: what cannot be written is told, and work goes on. */
  #write(sql: string, values: readonly (string | number | null)[]): void {
    try {
      this.#prepare(sql).run(...values);
    } catch (error) {
      this.#onProblem(error instanceof Error ? error.message : String(error));
    }
  }

  /** Prepared once: preparing for each query costs memory that is never given back. */
  #prepare(sql: string): SqliteStatement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

/** Our own JSON, written by this version of the types or an earlier one. */
function readOperation(row: unknown): Operation {
  return JSON.parse((row as { operation: string }).operation) as Operation;
}

function readOutcome(row: unknown): RecordedOutcome {
  return JSON.parse((row as { outcome: string }).outcome) as RecordedOutcome;
}
