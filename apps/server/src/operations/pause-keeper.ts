import { createHash } from 'node:crypto';
import { actionRecord } from '@lanthorn/actions/action-records.ts';
import { scheduleAt } from '@lanthorn/base/clock.ts';
import { parseTime } from '@lanthorn/kube/objects/kube-object.ts';
import type { Operation } from '@lanthorn/protocol/down-messages.ts';
import { readPause } from '@lanthorn/views/kinds/batch/pause.ts';
import type { Boundary } from '../faults/boundary.ts';
import type { KeptPause, OperationsStore } from '../history/stores/operations-store.ts';
import type { ClusterRegistry } from '../upstream/cluster.ts';
import { clusterKey } from '../upstream/cluster-key.ts';
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
    for (const { target, phase } of operation.targets) {
      const pause = { identity: operation.identity, target };
      if (phase === 'seen' && this.#timers.get(keyOf(pause))?.cause !== operation.id) this.#lookAt(pause, operation.id);
    }
  }

  close(): void {
    this.#context.boundary.close();
    this.#cancelLoad();
    for (const { cancel } of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  async #load(): Promise<void> {
    const { store, boundary } = this.#context;
    const pauses = await store.pauses().catch(() => null);
    if (pauses === null) this.#cancelLoad = boundary.clock.schedule(RETRY_MS, () => boundary.follow(this.#load()));
    for (const pause of pauses ?? []) boundary.run(() => this.#lookAt(pause, null));
  }

  #lookAt(pause: KeptPause, cause: string | null): void {
    this.#context.boundary.follow(this.#look(pause, cause));
  }

  async #look(pause: KeptPause, cause: string | null): Promise<void> {
    const { identity, target } = pause;
    const { clusters, store, runner, boundary } = this.#context;
    const { clock } = boundary;
    const cluster = clusters.get(clusterKey(target.cluster, { key: identity }));
    if (cluster === undefined) return undefined;
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
      const id = resumeId(pause, until);
      const targets = [{ ...target }];
      await runner.start({ key: identity }, { id, suffix: 'resume', kind: 'cronjob.resume', targets });
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      later();
    }
    return undefined;
  }

  #wait(
    pause: KeptPause,
    { cause, schedule }: { readonly cause: string | null; readonly schedule: (look: () => void) => () => void },
  ): void {
    const key = keyOf(pause);
    this.#timers.get(key)?.cancel();
    const look = () => {
      this.#timers.delete(key);
      this.#lookAt(pause, cause);
    };
    this.#timers.set(key, { cause, cancel: schedule(look) });
  }
}

function keyOf({ identity, target: { cluster, uid } }: KeptPause): string {
  return JSON.stringify([clusterKey(cluster, { key: identity }), uid]);
}

/** The end of one pause is one operation, whichever process comes to it. */
function resumeId(pause: KeptPause, until: number): string {
  const hex = createHash('sha256')
    .update(`${keyOf(pause)} ${until}`)
    .digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
