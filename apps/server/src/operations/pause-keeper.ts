import { randomUUID } from 'node:crypto';
import type { ObjectTarget } from '@lanthorn/actions/action.ts';
import { type Clock, scheduleAt } from '@lanthorn/base/clock.ts';
import { parseTime } from '@lanthorn/kube/kube-object.ts';
import type { Operation } from '@lanthorn/protocol/down-messages.ts';
import { readPause } from '@lanthorn/views/pause.ts';
import type { ClusterRegistry } from '../upstream/cluster.ts';
import { readTarget } from './api-calls.ts';
import type { OperationRunner } from './operation-runner.ts';

/** A cluster that does not answer when a pause ends is asked again this often. */
const RETRY_MS = 60_000;

/**
 * Resumes paused CronJobs when their time has come. The object's own annotation is the truth: a pause that somebody ended or moved
 * meanwhile is left alone, and what is known from the history at start is only where to look.
 */
export class PauseKeeper {
  readonly #clusters: ClusterRegistry;
  readonly #clock: Clock;
  readonly #runner: OperationRunner;
  readonly #timers = new Map<string, () => void>();

  constructor({ clusters, clock, runner }: { clusters: ClusterRegistry; clock: Clock; runner: OperationRunner }) {
    this.#clusters = clusters;
    this.#clock = clock;
    this.#runner = runner;
    for (const operation of runner.list()) this.take(operation);
  }

  /** Looks at what an operation left behind; any that is no pause is of no concern. */
  take(operation: Operation): void {
    if (operation.kind !== 'cronjob.pause') return;
    for (const { target, phase } of operation.targets) if (phase === 'seen') void this.#look(target);
  }

  close(): void {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  async #look(target: ObjectTarget): Promise<void> {
    const cluster = this.#clusters.get(target.cluster);
    if (cluster === undefined) return;
    try {
      const { object, code } = await readTarget(cluster, target);
      if (object === null && code !== 404) return this.#again(target);
      const until = object?.metadata.uid === target.uid ? parseTime(readPause(object)?.until) : null;
      if (until === null) return undefined;
      if (until > this.#clock.now()) return this.#lookAt(target, until);
      this.#runner.start({ id: randomUUID(), suffix: 'resume', kind: 'cronjob.resume', targets: [{ ...target }] });
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      this.#again(target);
    }
    return undefined;
  }

  #again(target: ObjectTarget): void {
    this.#keep(
      target,
      this.#clock.schedule(RETRY_MS, () => void this.#look(target)),
    );
  }

  #lookAt(target: ObjectTarget, until: number): void {
    this.#keep(
      target,
      scheduleAt(this.#clock, until, () => void this.#look(target)),
    );
  }

  #keep(target: ObjectTarget, cancel: () => void): void {
    this.#timers.get(target.uid)?.();
    this.#timers.set(target.uid, cancel);
  }
}
