import type { IdentityKey } from '@lanthorn/protocol/identity-key.ts';
import type { KeptRecording, RecordingBounds } from '@lanthorn/protocol/recordings/recording-messages.ts';
import type { PackedRecording, RecordingsStore } from '../stores/recordings-store.ts';

/** Recordings until the process ends. */
export class MemoryRecordings implements RecordingsStore {
  /** The newest first. */
  readonly #recordings = new Map<IdentityKey, readonly PackedRecording[]>();
  readonly bounds: RecordingBounds;

  constructor(bounds: RecordingBounds) {
    this.bounds = bounds;
  }

  async recordings(person: IdentityKey, now: number): Promise<readonly KeptRecording[]> {
    this.#prune(now);
    return this.#of(person).map(({ head }) => head);
  }

  async recording(person: IdentityKey, id: string, now: number): Promise<PackedRecording | null> {
    this.#prune(now);
    return this.#of(person).find(({ head }) => head.id === id) ?? null;
  }

  async saveRecording(person: IdentityKey, { head, packed }: PackedRecording, now: number): Promise<void> {
    const recording = { head: { ...head, startedAt: Math.min(head.startedAt, now) }, packed };
    const others = this.#of(person).filter(each => each.head.id !== head.id);
    const all = [recording, ...others].toSorted((a, b) => b.head.startedAt - a.head.startedAt);
    let bytes = 0;
    const kept = all.filter(each => (bytes += each.packed.length) <= this.bounds.bytes);
    this.#recordings.set(person, kept);
  }

  async dropRecording(person: IdentityKey, id: string): Promise<void> {
    this.#recordings.set(
      person,
      this.#of(person).filter(({ head }) => head.id !== id),
    );
  }

  #prune(now: number): void {
    for (const [person, kept] of this.#recordings)
      this.#recordings.set(
        person,
        kept.filter(({ head }) => head.startedAt >= now - this.bounds.ageMs),
      );
  }

  #of(person: IdentityKey): readonly PackedRecording[] {
    return this.#recordings.get(person) ?? [];
  }
}
