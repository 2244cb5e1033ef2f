import type { ClusterKey } from '../stores/cluster-key.ts';
import { DEFAULT_SETTINGS, type KeptSettings, type SettingsStore } from '../stores/settings-store.ts';

/** Settings until the process ends. */
export class MemorySettings implements SettingsStore {
  readonly #settings = new Map<ClusterKey, KeptSettings>();

  async settings(cluster: ClusterKey): Promise<KeptSettings> {
    return this.#settings.get(cluster) ?? DEFAULT_SETTINGS;
  }

  async saveSettings(cluster: ClusterKey, settings: KeptSettings): Promise<void> {
    this.#settings.set(cluster, settings);
  }
}
