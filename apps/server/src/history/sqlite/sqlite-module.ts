import { createRequire } from 'node:module';

/** The part of `node:sqlite` that is used. */
export interface SqliteConnection {
  exec(sql: string): void;
  prepare(sql: string): SqliteStatement;
  close(): void;
}

export type SqliteValue = string | number | null | Uint8Array;

export interface SqliteStatement {
  run(...values: readonly SqliteValue[]): unknown;
  get(...values: readonly SqliteValue[]): unknown;
  all(...values: readonly SqliteValue[]): unknown[];
}

interface SqliteModule {
  readonly DatabaseSync: new (path: string) => SqliteConnection;
}

/** Node's own where it is there; the package has the same interface, and its binaries inside, for Node 20 (docs/adr/0004). */
const MODULES = ['node:sqlite', '@photostructure/sqlite'];

/** Throws where there is none, and when the file cannot be opened. */
export function connectSqlite(path: string): SqliteConnection {
  const require = createRequire(import.meta.url);
  for (const name of MODULES) {
    const found = load(() => withoutWarning(() => require(name) as SqliteModule));
    if (found !== null) return new found.DatabaseSync(path);
  }
  throw new Error('this Node brings no SQLite (22.13 does), and @photostructure/sqlite is not installed');
}

/** Node 22 calls its SQLite experimental on standard error, each time: nothing that whoever starts us can do anything about. */
function withoutWarning<T>(require: () => T): T {
  const warn = process.emitWarning.bind(process);
  process.emitWarning = () => undefined;
  try {
    return require();
  } finally {
    process.emitWarning = warn;
  }
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
