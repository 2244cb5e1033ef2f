import type { JsonObject } from '@lanthorn/base/json.ts';
import type { IdentityKey } from '@lanthorn/protocol/identity-key.ts';
import type { ClusterKey } from '../../upstream/cluster-key.ts';

export interface KeptSettings {
  /** Finished runs of CronJobs, and events, are kept also while no tab is open. */
  readonly recordRuns: boolean;
  /** In these alone; in all where none is named. */
  readonly namespaces: readonly string[];
  /** When somebody chose them; null where that is not known. */
  readonly chosenAt: number | null;
}

/** As a cluster is where nobody chose anything. */
export const DEFAULT_SETTINGS: KeptSettings = { recordRuns: false, namespaces: [], chosenAt: null };

/** What people chose, for a cluster and for themselves. Every call rejects when it cannot be carried out. */
export interface SettingsStore {
  settings(cluster: ClusterKey): Promise<KeptSettings>;
  saveSettings(cluster: ClusterKey, settings: KeptSettings): Promise<void>;
  /** As it was saved, whatever version of Lanthorn did; empty where nobody chose anything. */
  preferences(person: IdentityKey): Promise<JsonObject>;
  savePreferences(person: IdentityKey, preferences: JsonObject): Promise<void>;
  /** Ports of this machine that led to pods, as they were saved, whatever version of Lanthorn did. */
  ports(person: IdentityKey): Promise<readonly unknown[]>;
  savePorts(person: IdentityKey, ports: readonly unknown[]): Promise<void>;
}
