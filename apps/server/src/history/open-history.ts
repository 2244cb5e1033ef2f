import { homedir, platform } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '@lanthorn/base/clock.ts';
import type { RecordingBounds } from '@lanthorn/protocol/recordings/recording-messages.ts';
import { EnduringOperations } from './enduring-operations.ts';
import type { History } from './stores/history.ts';
import { type EventBounds, KEPT_EVENTS } from './stores/events-store.ts';
import { KEPT_RECORDINGS } from './stores/recordings-store.ts';
import { HistoryStatus, unlessUnavailable } from './stores/history-status.ts';
import { memoryHistory } from './memory/memory-history.ts';
import { ProcessLock } from './sqlite/process-lock.ts';
import { SqliteEvents } from './sqlite/sqlite-events.ts';
import { SqliteFile } from './sqlite/sqlite-file.ts';
import { SqliteOperations } from './sqlite/sqlite-operations.ts';
import { SqliteChangeSets } from './sqlite/sqlite-change-sets.ts';
import { SqliteNodeShells } from './sqlite/sqlite-node-shells.ts';
import { SqlitePresets } from './sqlite/sqlite-presets.ts';
import { SqliteRecordings } from './sqlite/sqlite-recordings.ts';
import { SqliteRuns } from './sqlite/sqlite-runs.ts';
import { SqliteSettings } from './sqlite/sqlite-settings.ts';

/** Runs kept of each CronJob: two weeks of an hourly one. With their logs some 20 KB each. */
export const KEEP_RUNS = 350;

/** Where a program keeps what it remembers, by the customs of the platform. */
export function dataFolder(env: Readonly<Record<string, string | undefined>>): string {
  if (platform() === 'win32') return join(env['LOCALAPPDATA'] ?? join(homedir(), 'AppData/Local'), 'Lanthorn');
  if (platform() === 'darwin') return join(homedir(), 'Library/Application Support/Lanthorn');
  return join(env['XDG_DATA_HOME'] ?? join(homedir(), '.local/share'), 'lanthorn');
}

export interface HistoryOptions {
  readonly clock: Clock;
  readonly keepRuns?: number;
  readonly keptEvents?: EventBounds;
  readonly keptRecordings?: RecordingBounds;
}

/** The history in `folder`, or of this process alone where `folder` is null (nothing outlasts a demo) or cannot be used: its status says why. */
export function openHistory(folder: string | null, { clock, keepRuns = KEEP_RUNS }: HistoryOptions): History {
  if (folder === null) return memoryHistory({ keepRuns });
  try {
    return sqliteHistory(folder, { clock, keepRuns });
  } catch (error) {
    return memoryHistory({ keepRuns, problem: error instanceof Error ? error.message : String(error) });
  }
}

/** Of this process alone for null. Throws where the folder cannot be used. */
export function sqliteHistory(
  folder: string | null,
  { clock, keepRuns = KEEP_RUNS, keptEvents = KEPT_EVENTS, keptRecordings = KEPT_RECORDINGS }: HistoryOptions,
): History {
  const status = new HistoryStatus({ isLasting: folder !== null });
  const file = new SqliteFile(folder === null ? null : join(folder, 'history.db'), status);
  try {
    const lock = new ProcessLock(folder);
    const operations = new EnduringOperations(new SqliteOperations(file, { lock, status }), {
      status,
      clock,
      tryWriting: async () => file.tryWriting(),
    });
    const recordings = new SqliteRecordings(file, keptRecordings);
    // Those of a person who never looks at them, too.
    void unlessUnavailable(recordings.prune(clock.now()));
    return {
      operations,
      runs: new SqliteRuns(file, { keepRuns, status }),
      events: new SqliteEvents(file, { bounds: keptEvents, status }),
      presets: new SqlitePresets(file, status),
      changeSets: new SqliteChangeSets(file, status),
      nodeShells: new SqliteNodeShells(file),
      recordings,
      settings: new SqliteSettings(file, status),
      status,
      processes: { id: lock.id, isAlive: id => lock.isAlive(id) },
      close: async () => {
        operations.close();
        file.close();
        lock.close();
      },
    };
  } catch (error) {
    file.close();
    throw error;
  }
}
