import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { type HistoryStatus, HistoryUnavailable } from '../stores/history-status.ts';
import { markVersion, migrate } from './migrations.ts';
import { connectSqlite, type SqliteConnection, type SqliteStatement, type SqliteValue } from './sqlite-module.ts';

const MEMORY = ':memory:';
/** Another process that writes is waited for no longer: meanwhile nobody is served. What was not written is written a little later. */
const BUSY_MS = 200;

/**
 * A database file and the tables in it. Calls are short and throw what SQLite says; a file that somebody took away or put another in its place is
 * noticed, and opened anew by the next call.
 */
export class SqliteFile {
  readonly #path: string;
  readonly #status: HistoryStatus;
  #connection: SqliteConnection | null = null;
  #inode = 0;
  readonly #statements = new Map<string, SqliteStatement>();

  /** In memory for null. Throws when it cannot be opened or is no database of ours; what fails later is told `status` as well. */
  constructor(path: string | null, status: HistoryStatus) {
    this.#path = path ?? MEMORY;
    this.#status = status;
    this.#tried(() => this.#open());
  }

  get(sql: string, ...values: readonly SqliteValue[]): unknown {
    return this.#tried(() => this.#prepare(sql).get(...values));
  }

  all(sql: string, ...values: readonly SqliteValue[]): unknown[] {
    return this.#tried(() => this.#prepare(sql).all(...values));
  }

  run(sql: string, ...values: readonly SqliteValue[]): void {
    this.#tried(() => this.#prepare(sql).run(...values));
  }

  /** All of it or nothing. */
  transaction(work: () => void): void {
    this.#tried(() => {
      const connection = this.#open();
      connection.exec('BEGIN IMMEDIATE');
      try {
        work();
        connection.exec('COMMIT');
      } catch (error) {
        rollBack(connection);
        throw error;
      }
    });
  }

  #tried<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const unavailable = new HistoryUnavailable(`${this.#path}: ${reason}`, { cause: error });
      this.#status.fail(unavailable);
      throw unavailable;
    }
  }

  /** Throws where nothing can be written. */
  tryWriting(): void {
    this.#tried(() => markVersion(this.#open()));
  }

  close(): void {
    this.#statements.clear();
    this.#connection?.close();
    this.#connection = null;
  }

  /** The connection to the file that is there now. */
  #open(): SqliteConnection {
    if (this.#connection !== null && this.#inode === inodeOf(this.#path)) return this.#connection;
    if (this.#connection !== null) {
      this.close();
      throw new Error('the file was taken away');
    }
    if (this.#path !== MEMORY) makePrivate(this.#path);
    const connection = connectSqlite(this.#path);
    try {
      connection.exec(
        `PRAGMA busy_timeout = ${BUSY_MS}; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON`,
      );
      migrate(connection);
    } catch (error) {
      connection.close();
      throw error;
    }
    this.#connection = connection;
    this.#inode = inodeOf(this.#path);
    return connection;
  }

  /** Prepared once: preparing for each query costs memory that is never given back. */
  #prepare(sql: string): SqliteStatement {
    const connection = this.#open();
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = connection.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

/** SQLite ends the transaction itself after some failures (a full disk). */
function rollBack(connection: SqliteConnection): void {
  try {
    connection.exec('ROLLBACK');
  } catch (error) {
    if (!(error instanceof Error && /no transaction is active/.test(error.message))) throw error;
  }
}

/** 0 where there is none. */
function inodeOf(path: string): number {
  return path === MEMORY ? 0 : (statSync(path, { throwIfNoEntry: false })?.ino ?? 0);
}

/** What was done, with logs and values of variables, is nobody else's. SQLite gives its other files the mode of the first. */
function makePrivate(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
  for (const file of [path, `${path}-wal`, `${path}-shm`]) if (existsSync(file)) chmodSync(file, 0o600);
}
