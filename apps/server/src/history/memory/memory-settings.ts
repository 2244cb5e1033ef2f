import type { JsonObject } from '@lanthorn/base/json.ts';
import type { IdentityKey } from '@lanthorn/protocol/identity-key.ts';
import type { ClusterKey } from '../../upstream/cluster-key.ts';
import { DEFAULT_SETTINGS, type KeptSettings, type SettingsStore } from '../stores/settings-store.ts';

/** Settings until the process ends. */
export class MemorySettings implements SettingsStore {
  readonly #settings = new Map<ClusterKey, KeptSettings>();
  readonly #preferences = new Map<IdentityKey, JsonObject>();
  readonly #ports = new Map<IdentityKey, readonly unknown[]>();

  async settings(cluster: ClusterKey): Promise<KeptSettings> {
    return this.#settings.get(cluster) ?? DEFAULT_SETTINGS;
  }

  async saveSettings(cluster: ClusterKey, settings: KeptSettings): Promise<void> {
    this.#settings.set(cluster, settings);
  }

  async preferences(person: IdentityKey): Promise<JsonObject> {
    return this.#preferences.get(person) ?? {};
  }

  async savePreferences(person: IdentityKey, preferences: JsonObject): Promise<void> {
    this.#preferences.set(person, preferences);
  }

  async ports(person: IdentityKey): Promise<readonly unknown[]> {
    return this.#ports.get(person) ?? [];
  }

  async savePorts(person: IdentityKey, ports: readonly unknown[]): Promise<void> {
    this.#ports.set(person, ports);
  }
}
