import type { IdentityKey } from '@lanthorn/protocol/identity-key.ts';
import type { KeptRecording, RecordingBounds } from '@lanthorn/protocol/recordings/recording-messages.ts';

/** A month, and what fits a disk that was not made for it: some hundred hours of shells, packed. */
export const KEPT_RECORDINGS: RecordingBounds = { bytes: 64 * 1024 * 1024, ageMs: 30 * 86_400_000 };

/** A recording, packed. */
export interface PackedRecording {
  readonly head: KeptRecording;
  readonly packed: Uint8Array;
}

/** Recordings of terminals, of who made them. Of too many, or too old ones, the oldest go. Every call rejects when it cannot be carried out. */
export interface RecordingsStore {
  readonly bounds: RecordingBounds;
  /** The newest first, as of this time. */
  recordings(person: IdentityKey, now: number): Promise<readonly KeptRecording[]>;
  /** Null also for one that is too old by now. */
  recording(person: IdentityKey, id: string, now: number): Promise<PackedRecording | null>;
  /** None begins later than now: it would outlive the others. */
  saveRecording(person: IdentityKey, recording: PackedRecording, now: number): Promise<void>;
  dropRecording(person: IdentityKey, id: string): Promise<void>;
}
