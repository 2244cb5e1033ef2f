import { createRequire } from 'node:module';

/** The part of `node:sqlite` that is used; `@photostructure/sqlite` is the same for Node before 22.13. */
export interface SqliteDatabase {
  exec(sql: string): void;
  prepare(sql: string): SqliteStatement;
  close(): void;
}

export interface SqliteStatement {
  run(...values: readonly (string | number | null)[]): unknown;
  get(...values: readonly (string | number | null)[]): unknown;
  all(...values: readonly (string | number | null)[]): unknown[];
}

interface SqliteModule {
  readonly DatabaseSync: new (path: string) => SqliteDatabase;
}

/** Node's own first; the package needs no compiler and may be absent (a release folder holds none). */
const MODULES = ['node:sqlite', '@photostructure/sqlite'];

/** Null where this Node brings no SQLite and the package is not installed. Throws when the file cannot be opened. */
export function openSqlite(path: string): SqliteDatabase | null {
  const require = createRequire(import.meta.url);
  for (const name of MODULES) {
    const found = load(() => require(name) as SqliteModule);
    if (found !== null) return new found.DatabaseSync(path);
  }
  return null;
}

function load(require: () => SqliteModule): SqliteModule | null {
  try {
    return require();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'MODULE_NOT_FOUND' || code === 'ERR_UNKNOWN_BUILTIN_MODULE') return null;
    throw error;
  }
}
