import type { RecordingBounds } from '@lanthorn/protocol/recordings/recording-messages.ts';
import type { History } from '../stores/history.ts';
import { type EventBounds, KEPT_EVENTS } from '../stores/events-store.ts';
import { KEPT_RECORDINGS } from '../stores/recordings-store.ts';
import { HistoryStatus } from '../stores/history-status.ts';
import { MemoryChangeSets } from './memory-change-sets.ts';
import { MemoryEvents } from './memory-events.ts';
import { MemoryNodeShells } from './memory-node-shells.ts';
import { MemoryOperations } from './memory-operations.ts';
import { MemoryPresets } from './memory-presets.ts';
import { MemoryRecordings } from './memory-recordings.ts';
import { MemoryRuns } from './memory-runs.ts';
import { MemorySettings } from './memory-settings.ts';

/** History until the process ends; `problem` says why it is no longer one, where a longer one was wished. */
export function memoryHistory({
  keepRuns,
  keptEvents = KEPT_EVENTS,
  keptRecordings = KEPT_RECORDINGS,
  problem = null,
}: {
  readonly keepRuns: number;
  readonly keptEvents?: EventBounds;
  readonly keptRecordings?: RecordingBounds;
  readonly problem?: string | null;
}): History {
  return {
    operations: new MemoryOperations(),
    runs: new MemoryRuns(keepRuns),
    events: new MemoryEvents(keptEvents),
    presets: new MemoryPresets(),
    settings: new MemorySettings(),
    changeSets: new MemoryChangeSets(),
    nodeShells: new MemoryNodeShells(),
    recordings: new MemoryRecordings(keptRecordings),
    status: new HistoryStatus({ isLasting: false, problem }),
    processes: { id: 'this', isAlive: id => id === 'this' },
    close: async () => {},
  };
}
