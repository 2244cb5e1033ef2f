import { backoffDelay, type BackoffPolicy } from '@lanthorn/base/backoff.ts';
import { controllerOf, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { ControllerContext } from './controller-context.ts';

/** As client-go's default controller rate limiter, with a lower ceiling: nobody waits 16 minutes in a demo. */
const RETRY: BackoffPolicy = { initialMs: 50, maxMs: 10_000, factor: 2 };

/**
 * Keys to be brought in order, each once at a time. `add` during a run makes it run again; a run that throws is repeated
 * with back-off; a run may ask to be repeated after some milliseconds.
 */
export class WorkQueue {
  readonly #context: ControllerContext;
  readonly #reconcile: (key: string) => Promise<number | void>;
  readonly #waiting = new Set<string>();
  readonly #failures = new Map<string, number>();
  readonly #timers = new Map<string, { readonly dueAt: number; readonly cancel: () => void }>();
  #isRunning = false;

  constructor(context: ControllerContext, reconcile: (key: string) => Promise<number | void>) {
    this.#context = context;
    this.#reconcile = reconcile;
    context.signal.addEventListener('abort', () => {
      for (const { cancel } of this.#timers.values()) cancel();
    });
  }

  add(key: string): void {
    this.#waiting.add(key);
    if (this.#isRunning) return;
    this.#isRunning = true;
    void this.#run();
  }

  addAfter(key: string, delayMs: number): void {
    this.#timers.get(key)?.cancel();
    const cancel = this.#context.clock.schedule(delayMs, () => {
      this.#timers.delete(key);
      this.add(key);
    });
    this.#timers.set(key, { dueAt: this.#context.clock.now() + delayMs, cancel });
  }

  /** At the latest after `delayMs`: what is added meanwhile is one run, and does not move it on. */
  addWithin(key: string, delayMs: number): void {
    const dueAt = this.#timers.get(key)?.dueAt ?? Infinity;
    if (dueAt > this.#context.clock.now() + delayMs) this.addAfter(key, delayMs);
  }

  /** Whoever of this kind controls the object, where one does; `delayMs` as of `addWithin`. */
  addOwnerOf(owned: KubeObject, kind: string, delayMs = 0): void {
    const owner = controllerOf(owned);
    if (owner?.kind !== kind) return;
    const key = queueKey({ metadata: { ...owned.metadata, name: owner.name } });
    if (delayMs === 0) this.add(key);
    else this.addWithin(key, delayMs);
  }

  async #run(): Promise<void> {
    // Listeners are called in the middle of an informer's batch; let it finish, and the first lists of the others.
    await this.#context.synced;
    for (const key of this.#waiting) {
      if (this.#context.signal.aborted) break;
      this.#waiting.delete(key);
      await this.#runOne(key);
    }
    this.#isRunning = false;
  }

  async #runOne(key: string): Promise<void> {
    try {
      const again = await this.#reconcile(key);
      this.#failures.delete(key);
      if (typeof again === 'number') this.addAfter(key, again);
    } catch (error) {
      const failures = (this.#failures.get(key) ?? 0) + 1;
      this.#failures.set(key, failures);
      this.#context.logger.debug({ key, error: String(error), failures }, 'reconcile failed');
      this.addAfter(key, backoffDelay(RETRY, failures, this.#context.random));
    }
  }
}

export function queueKey(object: {
  readonly metadata: { readonly namespace?: string; readonly name?: string };
}): string {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name ?? ''}`;
}

export function splitQueueKey(key: string): { namespace: string; name: string } {
  const slash = key.indexOf('/');
  return { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}
