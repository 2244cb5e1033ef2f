import { isSignal, signalStatus } from '../system/signal-names.ts';
import { unlessAborted } from './streams.ts';

interface Told {
  readonly controller: AbortController;
  /** Whether it does of itself what is to be done of a signal. */
  readonly hears: (name: string) => boolean;
}

interface Job extends Told {
  readonly ended: Promise<number>;
}

/** Numbers of the processes of a container begin above those it started with. */
const FIRST = 20;
/** Jobs whose end is remembered for `wait`; the oldest are forgotten first. */
const MAX_ENDED = 100;

/** What a shell runs without waiting for it. */
export class Jobs {
  readonly #running = new Map<string, Job>();
  /** Of shells that ended before their jobs. */
  readonly #left = new Set<Job>();
  readonly #statuses = new Map<string, number>();
  #count = 0;

  /** Number of the newest one. */
  get last(): string | undefined {
    return this.#count === 0 ? undefined : String(FIRST + this.#count);
  }

  add(work: Promise<number>, told: Told): void {
    const { signal } = told.controller;
    const id = String(FIRST + ++this.#count);
    const ended = work.then(status => {
      const end = signal.aborted ? signalStatus(isSignal(signal.reason) ? signal.reason : 'TERM') : status;
      this.#running.delete(id);
      this.#statuses.set(id, end);
      if (this.#statuses.size > MAX_ENDED) this.#statuses.delete(this.#statuses.keys().next().value ?? '');
      return end;
    });
    this.#running.set(id, { ...told, ended });
  }

  list(): string[] {
    return [...this.#running.keys()];
  }

  /** The exit code; undefined where there is no such job, or whoever waits is to stop. */
  async wait(id: string, signal: AbortSignal): Promise<number | undefined> {
    const job = this.#running.get(id);
    const status = job === undefined ? this.#statuses.get(id) : await unlessAborted(signal, job.ended);
    this.#statuses.delete(id);
    return status;
  }

  has(id: string): boolean {
    return this.#running.has(id);
  }

  /** What it does not take ends it. False where there is no such job. */
  send(id: string, name: string): boolean {
    const job = this.#running.get(id);
    if (job !== undefined && (name === 'KILL' || !job.hears(name))) job.controller.abort(name);
    return job !== undefined;
  }

  /** A shell that ends is waited for no longer; what it left goes with its container's command. */
  async abandon(): Promise<void> {
    while (this.#running.size + this.#left.size > 0) {
      const all = [...this.#running.values(), ...this.#left];
      this.#left.clear();
      for (const { controller } of all) controller.abort('KILL');
      await Promise.allSettled(all.map(({ ended }) => ended));
    }
  }

  /** What a part of the shell leaves as it ends is abandoned with the whole. */
  adopt(jobs: Jobs): void {
    for (const job of [...jobs.#running.values(), ...jobs.#left]) {
      this.#left.add(job);
      void job.ended.finally(() => this.#left.delete(job));
    }
  }
}
