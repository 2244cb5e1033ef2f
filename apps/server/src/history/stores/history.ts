import type { ChangeSetsStore } from './change-sets-store.ts';
import type { EventsStore } from './events-store.ts';
import type { HistoryStatus } from './history-status.ts';
import type { NodeShellsStore } from './node-shells-store.ts';
import type { OperationsStore } from './operations-store.ts';
import type { PresetsStore } from './presets-store.ts';
import type { RecordingsStore } from './recordings-store.ts';
import type { RunsStore } from './runs-store.ts';
import type { SettingsStore } from './settings-store.ts';

/** What Lanthorn remembers. */
export interface History {
  readonly operations: OperationsStore;
  readonly runs: RunsStore;
  readonly events: EventsStore;
  readonly presets: PresetsStore;
  readonly settings: SettingsStore;
  readonly changeSets: ChangeSetsStore;
  readonly nodeShells: NodeShellsStore;
  readonly recordings: RecordingsStore;
  readonly status: HistoryStatus;
  /** Those that use it: this one, and whether another lives. */
  readonly processes: { readonly id: string; readonly isAlive: (id: string) => boolean };
  /** Nothing may be asked of it afterwards. */
  readonly close: () => Promise<void>;
}
