import type { IdentityKey } from '@lanthorn/protocol/identity-key.ts';
import type { KeptRecording, RecordingBounds } from '@lanthorn/protocol/recordings/recording-messages.ts';
import type { PackedRecording, RecordingsStore } from '../stores/recordings-store.ts';
import type { SqliteFile } from './sqlite-file.ts';

const HEAD = 'id, cluster, namespace, pod, container, started_at AS startedAt, duration_ms AS durationMs, length';
/** Those beyond what is kept, counted from the newest. */
const BEYOND = `
  DELETE FROM recordings WHERE person = ?1 AND id IN (
    SELECT id FROM (
      SELECT id, sum(size) OVER (ORDER BY started_at DESC, id) AS total FROM recordings WHERE person = ?1
    ) WHERE total > ?2
  )`;

export class SqliteRecordings implements RecordingsStore {
  readonly #file: SqliteFile;
  readonly bounds: RecordingBounds;

  constructor(file: SqliteFile, bounds: RecordingBounds) {
    this.#file = file;
    this.bounds = bounds;
  }

  /** Those of everybody that are too old. */
  async prune(now: number): Promise<void> {
    this.#file.run('DELETE FROM recordings WHERE started_at < ?', now - this.bounds.ageMs);
  }

  async recordings(person: IdentityKey, now: number): Promise<readonly KeptRecording[]> {
    await this.prune(now);
    const sql = `SELECT ${HEAD} FROM recordings WHERE person = ? ORDER BY started_at DESC, id`;
    return this.#file.all(sql, person).map(row => ({ ...(row as KeptRecording) }));
  }

  async recording(person: IdentityKey, id: string, now: number): Promise<PackedRecording | null> {
    await this.prune(now);
    const row = this.#file.get(`SELECT ${HEAD}, packed FROM recordings WHERE person = ? AND id = ?`, person, id);
    if (row === undefined) return null;
    const { packed, ...head } = row as KeptRecording & Pick<PackedRecording, 'packed'>;
    return { head, packed };
  }

  async saveRecording(person: IdentityKey, { head, packed }: PackedRecording, now: number): Promise<void> {
    const { id, cluster, namespace, pod, container, startedAt, durationMs, length } = head;
    const sql = 'INSERT OR REPLACE INTO recordings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)';
    const where = [cluster, namespace, pod, container];
    this.#file.transaction(() => {
      this.#file.run(sql, person, id, ...where, Math.min(startedAt, now), durationMs, length, packed.length, packed);
      this.#file.run(BEYOND, person, this.bounds.bytes);
    });
  }

  async dropRecording(person: IdentityKey, id: string): Promise<void> {
    this.#file.run('DELETE FROM recordings WHERE person = ? AND id = ?', person, id);
  }
}
