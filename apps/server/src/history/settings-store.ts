import type { ClusterSettings } from '@lanthorn/protocol/http-messages.ts';
import type { ClusterKey } from './cluster-key.ts';

/** As a cluster is where nobody chose anything. */
export const DEFAULT_SETTINGS: ClusterSettings = { recordRuns: false };

/** What people chose for a cluster. Every call rejects when it cannot be carried out. */
export interface SettingsStore {
  settings(cluster: ClusterKey): Promise<ClusterSettings>;
  saveSettings(cluster: ClusterKey, settings: ClusterSettings): Promise<void>;
}
