import { OPEN_FILES } from '@lanthorn/actions/pod/open-files.ts';
import type { Clock } from '@lanthorn/base/clock.ts';
import { type Problem, problem } from '@lanthorn/protocol/error-kinds.ts';
import type { IdentityKey } from '@lanthorn/protocol/identity-key.ts';
import type { FetchRequest, TransferState } from '@lanthorn/protocol/files/file-messages.ts';
import type { Cluster } from '../upstream/cluster.ts';
import { FetchProblem, fetchedBytes } from './fetched-bytes.ts';

/** Each is a connection to an API server, and a command in a container. */
const MAX_TRANSFERS = 16;
/** What nobody comes for. */
const UNCLAIMED_MS = 60_000;
/** How long it is told what became of one. */
const TOLD_MS = 120_000;
/** A reader that takes nothing for so long has forgotten it. */
const STALLED_MS = 5 * 60_000;
const MS_A_MINUTE = 60_000;

/** Something that is fetched out of a container. */
interface Transfer {
  readonly owner: IdentityKey;
  readonly cluster: Cluster;
  readonly request: FetchRequest;
  readonly abort: AbortController;
  bytes: number;
  leftOut: number;
  isTaken: boolean;
  end: TransferState['end'];
  cancelTimer: () => void;
  /** Tells its record how it ended. */
  ended: (why: Problem | null) => void;
}

/** Something began to leave a container, for a person to keep: who asks is told when it has ended. */
export type FetchBegan = (
  owner: IdentityKey,
  cluster: Cluster,
  request: FetchRequest,
) => { ended(why: Problem | null): void } | undefined;

/** What a transfer gives: its bytes, and what they are. */
export interface TakenTransfer {
  readonly request: FetchRequest;
  readonly bytes: AsyncGenerator<Uint8Array>;
}

/** Files on their way out of containers: made ready by one request, taken once by another, and told of while they go on. */
export class Transfers {
  readonly #clock: Pick<Clock, 'schedule'>;
  readonly #began: FetchBegan;
  readonly #transfers = new Map<string, Transfer>();

  constructor(clock: Pick<Clock, 'schedule'>, began: FetchBegan = () => undefined) {
    this.#clock = clock;
    this.#began = began;
  }

  get size(): number {
    return this.#transfers.size;
  }

  /** Null where it is ready; an id that is there is another's, or was used. */
  prepare(owner: IdentityKey, cluster: Cluster, request: FetchRequest): Problem | null {
    const { id } = request;
    if (this.#transfers.has(id)) return problem('idTaken', { id });
    const underWay = [...this.#transfers.values()].filter(({ end }) => end === null).length;
    if (underWay >= MAX_TRANSFERS) return problem('tooManyTransfers', { most: MAX_TRANSFERS });
    this.#transfers.set(id, {
      ...{ owner, cluster, request, abort: new AbortController(), bytes: 0, leftOut: 0, isTaken: false, end: null },
      cancelTimer: this.#clock.schedule(UNCLAIMED_MS, () => this.#transfers.delete(id)),
      ended: () => {},
    });
    return null;
  }

  state(owner: IdentityKey, id: string): TransferState | null {
    const transfer = this.#transfers.get(id);
    if (transfer === undefined || transfer.owner !== owner) return null;
    const { bytes, leftOut, end } = transfer;
    return { bytes, leftOut, end };
  }

  cancel(owner: IdentityKey, id: string): void {
    const transfer = this.#transfers.get(id);
    if (transfer?.owner === owner) this.#stop(id, transfer, problem('transferStopped', {}));
  }

  /** Null where there is none of that person, or it was taken. */
  take(owner: IdentityKey, id: string): TakenTransfer | null {
    const transfer = this.#transfers.get(id);
    if (transfer === undefined || transfer.owner !== owner || transfer.isTaken || transfer.end !== null) return null;
    transfer.isTaken = true;
    transfer.cancelTimer();
    return { request: transfer.request, bytes: this.#run(id, transfer) };
  }

  close(): void {
    for (const [id, transfer] of this.#transfers) {
      this.#stop(id, transfer, problem('transferStopped', {}));
      transfer.cancelTimer();
    }
    this.#transfers.clear();
  }

  async *#run(id: string, transfer: Transfer): AsyncGenerator<Uint8Array> {
    const { owner, cluster, request, abort } = transfer;
    // An image is looked at, as a text is.
    const entry = request.as === 'image' ? undefined : this.#began(owner, cluster, request);
    transfer.ended = why => entry?.ended(why);
    let complaint: Problem | null = null;
    let isWhole = false;
    const hooks = {
      signal: abort.signal,
      onLeftOut: () => void transfer.leftOut++,
      onComplaint: (why: Problem) => void (complaint = why),
    };
    try {
      for await (const bytes of fetchedBytes(
        { cluster, clock: this.#clock, action: OPEN_FILES.kind },
        request,
        hooks,
      )) {
        transfer.bytes += bytes.length;
        const cancel = this.#clock.schedule(STALLED_MS, () =>
          this.#stop(id, transfer, problem('transferStalled', { minutes: STALLED_MS / MS_A_MINUTE })),
        );
        try {
          yield bytes;
        } finally {
          cancel();
        }
        if (abort.signal.aborted) break;
      }
      if (transfer.end !== null) throw new FetchProblem(transfer.end.problem ?? problem('transferStopped', {}));
      isWhole = true;
      this.#finish(id, transfer, complaint);
    } catch (error) {
      if (!(error instanceof FetchProblem)) throw error;
      this.#finish(id, transfer, error.problem);
      throw error;
    } finally {
      // Whoever read it went away.
      if (!isWhole) this.#finish(id, transfer, problem('transferStopped', {}));
    }
  }

  #stop(id: string, transfer: Transfer, why: Problem): void {
    this.#finish(id, transfer, why);
    transfer.abort.abort();
  }

  /** The first word counts. */
  #finish(id: string, transfer: Transfer, why: Problem | null): void {
    if (transfer.end !== null) return;
    transfer.end = { problem: why };
    transfer.ended(why);
    transfer.cancelTimer();
    transfer.cancelTimer = this.#clock.schedule(TOLD_MS, () => this.#transfers.delete(id));
  }
}
