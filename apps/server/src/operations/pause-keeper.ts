import { createHash } from 'node:crypto';
import { actionRecord } from '@lanthorn/actions/action-records.ts';
import { scheduleAt } from '@lanthorn/base/clock.ts';
import { parseTime } from '@lanthorn/kube/objects/kube-object.ts';
import type { Operation, OperationTarget } from '@lanthorn/protocol/down-messages.ts';
import type { NewRequest } from '@lanthorn/protocol/http/operation-messages.ts';
import { isOnItsWay } from '@lanthorn/protocol/operation-state.ts';
import { readPause } from '@lanthorn/views/kinds/batch/pause.ts';
import type { Boundary } from '../faults/boundary.ts';
import type { KeptPause, OperationsStore } from '../history/stores/operations-store.ts';
import type { ClusterRegistry } from '../upstream/cluster.ts';
import { clusterKey } from '../upstream/cluster-key.ts';
import { readTarget } from '../upstream/api-calls.ts';
import type { OperationRunner } from './operation-runner.ts';

/** A cluster that does not answer when a pause ends is asked again this often, and so is a history that cannot be read. */
const RETRY_MS = 60_000;
/** What failed is tried again, each time this much later than the time before: each is kept in the history as an operation of its own. */
const FAILED_MS = 600_000;
/** More than a week of them. */
const MAX_ATTEMPTS = 50;

export interface PauseKeeperContext {
  readonly clusters: ClusterRegistry;
  readonly store: Pick<OperationsStore, 'pauses' | 'endPause'>;
  readonly runner: Pick<OperationRunner, 'start'>;
  readonly boundary: Boundary;
}

/**
 * Resumes paused CronJobs when their time has come. The object's own annotation is the truth: a pause that somebody ended or moved
 * meanwhile is left alone, and what the history knows is only where to look.
 */
export class PauseKeeper {
  readonly #context: PauseKeeperContext;
  /** One for each object that is paused, with the operation that led to it, if this process did it. */
  readonly #timers = new Map<string, { readonly cause: string | null; readonly cancel: () => void }>();
  /** By their operations, those on their way. */
  readonly #resumes = new Map<string, { readonly pause: KeptPause; readonly attempt: number }>();
  #cancelLoad: () => void = () => {};

  constructor(context: PauseKeeperContext) {
    this.#context = context;
    context.boundary.follow(this.#load());
  }

  /** Looks at what an operation left behind; any that is no pause is of no concern. */
  onOperation(operation: Operation): void {
    this.#onResume(operation);
    if (actionRecord(operation.kind).dueAt === undefined) return;
    for (const { target, phase } of operation.targets) {
      const pause = { identity: operation.identity, target };
      if (phase === 'seen' && this.#timers.get(keyOf(pause))?.cause !== operation.id)
        this.#startCheck(pause, operation.id);
    }
  }

  close(): void {
    this.#context.boundary.close();
    this.#cancelLoad();
    for (const { cancel } of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  #onResume({ id, targets: [target] }: Operation): void {
    const resume = this.#resumes.get(id);
    if (resume === undefined || (target?.phase !== 'seen' && !hasFailed(target))) return;
    this.#resumes.delete(id);
    if (target?.phase === 'seen') return;
    const { clock } = this.#context.boundary;
    const delayMs = FAILED_MS * (resume.attempt + 1);
    this.#wait(resume.pause, { cause: null, schedule: look => clock.schedule(delayMs, look) });
  }

  async #load(): Promise<void> {
    const { store, boundary } = this.#context;
    const pauses = await store.pauses().catch(() => null);
    if (pauses === null) this.#cancelLoad = boundary.clock.schedule(RETRY_MS, () => boundary.follow(this.#load()));
    for (const pause of pauses ?? []) boundary.run(() => this.#startCheck(pause, null));
  }

  #startCheck(pause: KeptPause, cause: string | null): void {
    this.#context.boundary.follow(this.#check(pause, cause));
  }

  async #check(pause: KeptPause, cause: string | null): Promise<void> {
    const { identity, target } = pause;
    const { clusters, store, boundary } = this.#context;
    const { clock } = boundary;
    const cluster = clusters.get(clusterKey(target.cluster, { key: identity }));
    // Where nothing may be changed it stays as it is, until a start that may.
    if (cluster === undefined || cluster.info.isReadOnly === true) return undefined;
    const later = () => this.#wait(pause, { cause, schedule: look => clock.schedule(RETRY_MS, look) });
    try {
      const { object, code } = await readTarget(cluster, target);
      if (object === null && code !== 404) return later();
      const until = object?.metadata.uid === target.uid ? parseTime(readPause(object)?.until) : null;
      // What cannot be noted is looked at again after the next start.
      if (until === null) return await store.endPause(pause).catch(() => undefined);
      // The time that was set is one of the cluster's clock.
      const time = { ...clock, now: () => cluster.clock.now() };
      if (until > time.now()) return this.#wait(pause, { cause, schedule: look => scheduleAt(time, until, look) });
      // One answer alone does not tell what time it is there, and by our own clock it may be too soon.
      if (!cluster.clock.isKnown) await readTarget(cluster, target);
      if (until > time.now()) return this.#wait(pause, { cause, schedule: look => scheduleAt(time, until, look) });
      await this.#resume(pause, until);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      later();
    }
    return undefined;
  }

  /** The end of one pause is one operation, whichever process comes to it; one that failed is followed by another. */
  async #resume(pause: KeptPause, until: number): Promise<void> {
    const { identity, target } = pause;
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const id = resumeId(pause, until, attempt);
      const request: NewRequest = { id, suffix: 'resume', kind: 'cronjob.resume', targets: [{ ...target }] };
      this.#resumes.set(id, { pause, attempt });
      // oxlint-disable-next-line no-await-in-loop -- the next one is begun where this one failed
      const begun = await this.#context.runner.start({ key: identity }, request);
      if (!hasFailed(begun?.targets[0])) return;
      this.#resumes.delete(id);
    }
  }

  #wait(
    pause: KeptPause,
    { cause, schedule }: { readonly cause: string | null; readonly schedule: (look: () => void) => () => void },
  ): void {
    const key = keyOf(pause);
    this.#timers.get(key)?.cancel();
    const look = () => {
      this.#timers.delete(key);
      this.#startCheck(pause, cause);
    };
    this.#timers.set(key, { cause, cancel: schedule(look) });
  }
}

/** What a process left unsent when it ended, or nobody knows whether it was sent, has not ended a pause that is still there. */
function hasFailed(target: OperationTarget | undefined): boolean {
  return target?.phase === 'failed' || (target?.phase === 'sent' && !isOnItsWay(target));
}

function keyOf({ identity, target: { cluster, uid } }: KeptPause): string {
  return JSON.stringify([clusterKey(cluster, { key: identity }), uid]);
}

function resumeId(pause: KeptPause, until: number, attempt: number): string {
  const hex = createHash('sha256')
    .update(`${keyOf(pause)} ${until} ${attempt}`)
    .digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
