import { asNumber, asString } from '@lanthorn/base/json.ts';
import type { KeptSkip } from '@lanthorn/protocol/recorded-run.ts';
import { skipReason } from '@lanthorn/views/kinds/batch/slot-judge.ts';
import { CRONJOB_EVENT_VIEW } from '@lanthorn/views/kinds/core/events.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import type { Row } from '@lanthorn/views/row.ts';
import type { Boundary } from '../faults/boundary.ts';
import type { RunsStore } from '../history/stores/runs-store.ts';
import type { Collection } from '../hub/lists/collection.ts';
import type { ClusterKey } from '../upstream/cluster-key.ts';

/** What could not be written is held in memory: some hundred bytes each. The oldest goes first. */
const MAX_WAITING = 5_000;
/** What could not be written is tried again after this; the history itself says that it cannot be written. */
const RETRY_MS = 60_000;

const LAST_SEEN = columnIndex(CRONJOB_EVENT_VIEW, 'lastSeen');
const REASON = columnIndex(CRONJOB_EVENT_VIEW, 'reason');
const MESSAGE = columnIndex(CRONJOB_EVENT_VIEW, 'message');

/** Keeps why CronJobs skipped a time: the API server forgets what the controller said after an hour. */
export class SkipRecorder {
  readonly #runs: Pick<RunsStore, 'saveSkip'>;
  readonly #boundary: Boundary;
  readonly #waiting = new Map<string, { readonly cluster: ClusterKey; readonly skip: KeptSkip }>();
  #isWriting = false;
  #cancelRetry: (() => void) | null = null;

  constructor(runs: Pick<RunsStore, 'saveSkip'>, boundary: Boundary) {
    this.#runs = runs;
    this.#boundary = boundary;
  }

  /** Keeps what a list of events says, as long as it is open. */
  follow(cluster: ClusterKey, { view, store }: Pick<Collection, 'view' | 'store'>): void {
    if (view !== CRONJOB_EVENT_VIEW) return;
    store.subscribe(
      this.#boundary.guard(changed => {
        for (const key of changed.keys()) {
          const row = store.get(key);
          if (row !== undefined) this.#add(cluster, row);
        }
        this.#boundary.follow(this.#write());
      }),
    );
  }

  close(): void {
    this.#cancelRetry?.();
    this.#waiting.clear();
  }

  #add(cluster: ClusterKey, { ownerUid: cronJobUid, cells }: Row): void {
    const [at, reason] = [asNumber(cells[LAST_SEEN]), asString(cells[REASON])];
    if (at === undefined || skipReason(reason) === null) return;
    const [oldest] = this.#waiting.keys();
    if (this.#waiting.size >= MAX_WAITING && oldest !== undefined) this.#waiting.delete(oldest);
    const skip = { cronJobUid, at, reason, message: asString(cells[MESSAGE]) };
    this.#waiting.set(JSON.stringify([cluster, cronJobUid, at, reason]), { cluster, skip });
  }

  async #write(): Promise<void> {
    if (this.#isWriting || this.#cancelRetry !== null) return;
    this.#isWriting = true;
    for (const [key, { cluster, skip }] of this.#waiting) {
      const isKept = await this.#runs.saveSkip(cluster, skip).then(
        () => true,
        () => false,
      );
      if (!isKept) {
        this.#cancelRetry = this.#boundary.clock.schedule(RETRY_MS, () => {
          this.#cancelRetry = null;
          this.#boundary.follow(this.#write());
        });
        break;
      }
      this.#waiting.delete(key);
      // A list that opens may bring many, and each is a transaction.
      await this.#boundary.clock.nextTurn();
    }
    this.#isWriting = false;
  }
}
