import type { JsonObject } from '@lanthorn/base/json.ts';
import type { ClusterKey } from '../stores/cluster-key.ts';
import type { PersonKey } from '../stores/person-key.ts';
import { DEFAULT_SETTINGS, type KeptSettings, type SettingsStore } from '../stores/settings-store.ts';

/** Settings until the process ends. */
export class MemorySettings implements SettingsStore {
  readonly #settings = new Map<ClusterKey, KeptSettings>();
  readonly #preferences = new Map<PersonKey, JsonObject>();

  async settings(cluster: ClusterKey): Promise<KeptSettings> {
    return this.#settings.get(cluster) ?? DEFAULT_SETTINGS;
  }

  async saveSettings(cluster: ClusterKey, settings: KeptSettings): Promise<void> {
    this.#settings.set(cluster, settings);
  }

  async preferences(person: PersonKey): Promise<JsonObject> {
    return this.#preferences.get(person) ?? {};
  }

  async savePreferences(person: PersonKey, preferences: JsonObject): Promise<void> {
    this.#preferences.set(person, preferences);
  }
}
