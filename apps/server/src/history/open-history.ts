import { mkdirSync } from 'node:fs';
import { homedir, platform } from 'node:os';
import { join } from 'node:path';
import type { HistoryStore } from './history-store.ts';
import { MemoryHistory } from './memory-history.ts';
import { openSqlite } from './sqlite-database.ts';
import { SqliteHistory } from './sqlite-history.ts';

/** Runs kept of each CronJob: two weeks of an hourly one. With their logs some 20 KB each. */
export const KEEP_RUNS = 350;

/** Where a program keeps what it remembers, by the customs of the platform. */
export function dataFolder(env: Readonly<Record<string, string | undefined>>): string {
  if (platform() === 'win32') return join(env['LOCALAPPDATA'] ?? join(homedir(), 'AppData/Local'), 'Lanthorn');
  if (platform() === 'darwin') return join(homedir(), 'Library/Application Support/Lanthorn');
  return join(env['XDG_DATA_HOME'] ?? join(homedir(), '.local/share'), 'lanthorn');
}

/**
 * The history in `folder`, or of this process alone where `folder` is null (nothing outlasts a demo) or cannot be used: then
 * `problem` says why.
 */
export function openHistory(
  folder: string | null,
  { keepRuns = KEEP_RUNS, onProblem = () => {} }: { keepRuns?: number; onProblem?: (message: string) => void } = {},
): { history: HistoryStore; problem: string | null } {
  try {
    if (folder !== null) mkdirSync(folder, { recursive: true, mode: 0o700 });
    const database = openSqlite(folder === null ? ':memory:' : join(folder, 'history.db'));
    if (database !== null)
      return {
        history: new SqliteHistory(database, { isLasting: folder !== null, keepRuns, onProblem }),
        problem: null,
      };
    const problem =
      folder === null ? null : 'History is kept only until Lanthorn ends: this Node has no SQLite (22.13 has).';
    return { history: new MemoryHistory({ keepRuns }), problem };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      history: new MemoryHistory({ keepRuns }),
      problem: `History is kept only until Lanthorn ends: ${folder}: ${reason}`,
    };
  }
}
