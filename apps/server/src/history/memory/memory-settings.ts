import type { ClusterSettings } from '@lanthorn/protocol/http-messages.ts';
import type { ClusterKey } from '../cluster-key.ts';
import { DEFAULT_SETTINGS, type SettingsStore } from '../settings-store.ts';

/** Settings until the process ends. */
export class MemorySettings implements SettingsStore {
  readonly #settings = new Map<ClusterKey, ClusterSettings>();

  async settings(cluster: ClusterKey): Promise<ClusterSettings> {
    return this.#settings.get(cluster) ?? DEFAULT_SETTINGS;
  }

  async saveSettings(cluster: ClusterKey, settings: ClusterSettings): Promise<void> {
    this.#settings.set(cluster, settings);
  }
}
