import { writeJson } from '@lanthorn/base/json-text.ts';
import { isObject, type JsonObject } from '@lanthorn/base/json.ts';
import type { IdentityKey } from '@lanthorn/protocol/identity-key.ts';
import type { ClusterKey } from '../../upstream/cluster-key.ts';
import type { HistoryStatus } from '../stores/history-status.ts';
import { DEFAULT_SETTINGS, type KeptSettings, type SettingsStore } from '../stores/settings-store.ts';
import { asSettings, parsed } from '../stores/stored-shapes.ts';
import type { SqliteFile } from './sqlite-file.ts';

export class SqliteSettings implements SettingsStore {
  readonly #file: SqliteFile;
  readonly #status: HistoryStatus;

  constructor(file: SqliteFile, status: HistoryStatus) {
    this.#file = file;
    this.#status = status;
  }

  async settings(cluster: ClusterKey): Promise<KeptSettings> {
    const row = this.#file.get('SELECT settings FROM settings WHERE cluster = ?', cluster);
    if (row === undefined) return DEFAULT_SETTINGS;
    const kept = asSettings(parsed((row as { readonly settings: unknown }).settings));
    if (kept === null) this.#status.skip(`${cluster} settings`);
    return kept ?? DEFAULT_SETTINGS;
  }

  async saveSettings(cluster: ClusterKey, settings: KeptSettings): Promise<void> {
    const sql = 'INSERT INTO settings VALUES (?1, ?2) ON CONFLICT (cluster) DO UPDATE SET settings = ?2';
    this.#file.run(sql, cluster, writeJson(settings));
  }

  async preferences(person: IdentityKey): Promise<JsonObject> {
    const row = this.#file.get('SELECT preferences FROM preferences WHERE person = ?', person);
    if (row === undefined) return {};
    const kept = parsed((row as { readonly preferences: unknown }).preferences);
    if (isObject(kept)) return kept;
    this.#status.skip(`${person} preferences`);
    return {};
  }

  async savePreferences(person: IdentityKey, preferences: JsonObject): Promise<void> {
    const sql = 'INSERT INTO preferences VALUES (?1, ?2) ON CONFLICT (person) DO UPDATE SET preferences = ?2';
    this.#file.run(sql, person, writeJson(preferences));
  }

  async ports(person: IdentityKey): Promise<readonly unknown[]> {
    const row = this.#file.get('SELECT ports FROM ports WHERE person = ?', person);
    if (row === undefined) return [];
    const kept = parsed((row as { readonly ports: unknown }).ports);
    if (Array.isArray(kept)) return kept;
    this.#status.skip(`${person} ports`);
    return [];
  }

  async savePorts(person: IdentityKey, ports: readonly unknown[]): Promise<void> {
    const sql = 'INSERT INTO ports VALUES (?1, ?2) ON CONFLICT (person) DO UPDATE SET ports = ?2';
    this.#file.run(sql, person, writeJson(ports));
  }
}
