import { createHash } from 'node:crypto';
import { actionRecord } from '@lanthorn/actions/action-records.ts';
import type { ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import { scheduleAt } from '@lanthorn/base/clock.ts';
import { parseTime } from '@lanthorn/kube/objects/kube-object.ts';
import type { Operation } from '@lanthorn/protocol/down-messages.ts';
import { readPause } from '@lanthorn/views/kinds/batch/pause.ts';
import type { Boundary } from '../faults/boundary.ts';
import type { OperationsStore } from '../history/stores/operations-store.ts';
import type { ClusterRegistry } from '../upstream/cluster.ts';
import { readTarget } from '../upstream/api-calls.ts';
import type { OperationRunner } from './operation-runner.ts';

/** A cluster that does not answer when a pause ends is asked again this often, and so is a history that cannot be read. */
const RETRY_MS = 60_000;

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
  #cancelLoad: () => void = () => {};

  constructor(context: PauseKeeperContext) {
    this.#context = context;
    context.boundary.follow(this.#load());
  }

  /** Looks at what an operation left behind; any that is no pause is of no concern. */
  onOperation(operation: Operation): void {
    if (actionRecord(operation.kind).dueAt === undefined) return;
    for (const { target, phase } of operation.targets)
      if (phase === 'seen' && this.#timers.get(keyOf(target))?.cause !== operation.id)
        this.#lookAt(target, operation.id);
  }

  close(): void {
    this.#context.boundary.close();
    this.#cancelLoad();
    for (const { cancel } of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  async #load(): Promise<void> {
    const { store, boundary } = this.#context;
    const targets = await store.pauses().catch(() => null);
    if (targets === null) this.#cancelLoad = boundary.clock.schedule(RETRY_MS, () => boundary.follow(this.#load()));
    for (const target of targets ?? []) boundary.run(() => this.#lookAt(target, null));
  }

  #lookAt(target: ObjectTarget, cause: string | null): void {
    this.#context.boundary.follow(this.#look(target, cause));
  }

  async #look(target: ObjectTarget, cause: string | null): Promise<void> {
    const { clusters, store, runner, boundary } = this.#context;
    const { clock } = boundary;
    const cluster = clusters.get(target.cluster);
    if (cluster === undefined) return undefined;
    const later = () => this.#wait(target, { cause, schedule: look => clock.schedule(RETRY_MS, look) });
    try {
      const { object, code } = await readTarget(cluster, target);
      if (object === null && code !== 404) return later();
      const until = object?.metadata.uid === target.uid ? parseTime(readPause(object)?.until) : null;
      // What cannot be noted is looked at again after the next start.
      if (until === null) return await store.endPause(target).catch(() => undefined);
      // The time that was set is one of the cluster's clock.
      const time = { ...clock, now: () => cluster.clock.now() };
      if (until > time.now()) return this.#wait(target, { cause, schedule: look => scheduleAt(time, until, look) });
      // One answer alone does not tell what time it is there, and by our own clock it may be too soon.
      if (!cluster.clock.isKnown) await readTarget(cluster, target);
      if (until > time.now()) return this.#wait(target, { cause, schedule: look => scheduleAt(time, until, look) });
      const id = resumeId(target, until);
      await runner.start({ id, suffix: 'resume', kind: 'cronjob.resume', targets: [{ ...target }] });
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      later();
    }
    return undefined;
  }

  #wait(
    target: ObjectTarget,
    { cause, schedule }: { readonly cause: string | null; readonly schedule: (look: () => void) => () => void },
  ): void {
    const key = keyOf(target);
    this.#timers.get(key)?.cancel();
    const look = () => {
      this.#timers.delete(key);
      this.#lookAt(target, cause);
    };
    this.#timers.set(key, { cause, cancel: schedule(look) });
  }
}

function keyOf({ cluster, uid }: ObjectTarget): string {
  return JSON.stringify([cluster, uid]);
}

/** The end of one pause is one operation, whichever process comes to it. */
function resumeId(target: ObjectTarget, until: number): string {
  const hex = createHash('sha256')
    .update(`${keyOf(target)} ${until}`)
    .digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
