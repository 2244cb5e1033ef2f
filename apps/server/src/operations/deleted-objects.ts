import type { ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import type { Clock } from '@lanthorn/base/clock.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { OperationTarget } from '@lanthorn/protocol/down-messages.ts';
import type { IdentityKey } from '@lanthorn/protocol/identity-key.ts';
import { deletionMessage } from './outcome/deletion-message.ts';

/** The watch shows an accepted delete within milliseconds; after this the operation says what is still missing. */
const CONFIRM_TIMEOUT_MS = 30_000;
/** What goes longer than this is looked at on its own page. */
const FOLLOW_MS = 6 * 3_600_000;
/** Objects watched at a time; more wait for their turn. */
const MAX_WATCHED = 200;
/** A turn of one that stays, so that those that wait are looked at as well. */
const TURN_MS = 300_000;
/** As many as one operation may have targets, all of them held; of more it is said that nobody looks. */
const MAX_WAITING = 10_000;

/** It is being deleted, and nobody looks any more whether it is gone, or who holds it. */
const UNFOLLOWED = 'operation.unfollowed';

export interface Deletion {
  /** Who deleted it. */
  readonly identity: IdentityKey;
  readonly target: ObjectTarget;
  /** What was said of it last. */
  readonly message: string;
  readonly update: (change: Partial<OperationTarget>) => Promise<void>;
}

/** Watches one object until it is as asked, or the time is over. */
export type WatchDeletion = (
  deletion: Pick<Deletion, 'identity' | 'target'>,
  options: { readonly until: (object: KubeObject | null) => boolean; readonly timeoutMs: number },
) => Promise<boolean>;

/** Follows deleted objects until they are gone: what somebody holds, or ends in its own time, is not done before. */
export class DeletedObjects {
  readonly #clock: Clock;
  readonly #watch: WatchDeletion;
  readonly #waiting: { readonly deletion: Deletion; readonly endsAt: number }[] = [];
  #watched = 0;
  #isClosed = false;

  constructor(clock: Clock, watch: WatchDeletion) {
    this.#clock = clock;
    this.#watch = watch;
  }

  /** Resolves when it is gone, or it is known that it will be: whoever waits for this target goes on, and it is followed. */
  async confirm(deletion: Deletion): Promise<void> {
    const { target, update } = deletion;
    let state: string | null = null;
    const until = (object: KubeObject | null) => (state = stateOf(target, object)) !== null;
    await this.#watch(deletion, { until, timeoutMs: CONFIRM_TIMEOUT_MS });
    const message: string | null = state;
    if (message === null) return update({ message: 'confirm.timeout' });
    if (message === '') return update({ phase: 'seen' });
    await update({ message });
    return this.follow({ ...deletion, message });
  }

  /** Says who holds it, whenever that is somebody else, and when it is gone. */
  follow(deletion: Deletion): void {
    if (this.#isClosed) return;
    if (this.#waiting.length >= MAX_WAITING) return void deletion.update({ message: UNFOLLOWED });
    this.#waiting.push({ deletion, endsAt: this.#clock.elapsed() + FOLLOW_MS });
    this.#takeTurns();
  }

  close(): void {
    this.#isClosed = true;
    this.#waiting.length = 0;
  }

  #takeTurns(): void {
    while (this.#watched < MAX_WATCHED) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#watched++;
      // Where its cluster is not there any more, nobody can be asked: what was said last stays.
      const turn = this.#takeTurn(next.deletion).catch(() => null);
      void turn.then(left => {
        this.#watched--;
        if (left !== null && !this.#isClosed) {
          if (this.#clock.elapsed() < next.endsAt) this.#waiting.push({ ...next, deletion: left });
          // From now on others may hold it, and nobody would say so.
          else void left.update({ message: UNFOLLOWED });
        }
        this.#takeTurns();
      });
    }
  }

  /** Null when it is gone. */
  async #takeTurn(deletion: Deletion): Promise<Deletion | null> {
    const { target, update } = deletion;
    let { message } = deletion;
    const until = (object: KubeObject | null) => {
      const state = stateOf(target, object);
      if (state !== null && state !== '' && state !== message) void update({ message: (message = state) });
      return state === '';
    };
    if (!(await this.#watch(deletion, { until, timeoutMs: TURN_MS }))) return { ...deletion, message };
    await update({ phase: 'seen', message: '' });
    return null;
  }
}

/** What is to be said of it: '' when it is gone, null while nobody deletes it. */
function stateOf({ uid }: ObjectTarget, object: KubeObject | null): string | null {
  if (object === null || object.metadata.uid !== uid) return '';
  return object.metadata.deletionTimestamp === undefined ? null : deletionMessage(object);
}
