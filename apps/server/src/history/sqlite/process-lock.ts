import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { connectSqlite, type SqliteConnection } from './sqlite-module.ts';

/**
 * Says which processes of a shared folder live. Each holds a lock on a file of its own, an empty database, which the system takes from it when
 * it ends in whatever way: no time has to pass until the others know.
 */
export class ProcessLock {
  /** The name of this process among those that use the folder. */
  readonly id = randomUUID();
  readonly #folder: string | null;
  readonly #held: SqliteConnection | null;

  /** Of a folder that is null this process is the only user. Throws where no lock can be had. */
  constructor(folder: string | null) {
    this.#folder = folder;
    if (folder !== null) mkdirSync(join(folder, 'running'), { recursive: true, mode: 0o700 });
    this.#held = folder === null ? null : this.#lock(this.id);
    if (folder !== null && this.#held === null) throw new Error(`${folder}: nothing can be locked there`);
  }

  isAlive(id: string): boolean {
    if (id === this.id) return true;
    if (this.#folder === null || !existsSync(this.#path(id))) return false;
    const lock = this.#lock(id);
    if (lock === null) return true;
    lock.close();
    rmSync(this.#path(id), { force: true });
    return false;
  }

  close(): void {
    this.#held?.close();
    if (this.#folder !== null) rmSync(this.#path(this.id), { force: true });
  }

  #path(id: string): string {
    return join(this.#folder ?? '', 'running', `${id}.lock`);
  }

  /** Null where somebody else holds it. */
  #lock(id: string): SqliteConnection | null {
    const connection = connectSqlite(this.#path(id));
    try {
      connection.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
      return connection;
    } catch (error) {
      connection.close();
      if (error instanceof Error && /locked|busy/.test(error.message)) return null;
      throw error;
    }
  }
}
