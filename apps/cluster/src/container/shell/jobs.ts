interface Job {
  readonly ended: Promise<number>;
  readonly controller: AbortController;
}

/** How a job ends that was told to: 128 and the number of the signal. */
const TERMINATED = 143;
/** Numbers of the processes of a container begin above those it started with. */
const FIRST = 20;

/** What a shell runs without waiting for it. */
export class Jobs {
  readonly #running = new Map<string, Job>();
  #count = 0;

  /** Number of the newest one. */
  get last(): string | undefined {
    return this.#count === 0 ? undefined : String(FIRST + this.#count);
  }

  add(ended: Promise<number>, controller: AbortController): void {
    this.#running.set(String(FIRST + ++this.#count), { ended, controller });
  }

  list(): string[] {
    return [...this.#running.keys()];
  }

  /** The exit code; undefined where there is no such job. */
  async wait(id: string): Promise<number | undefined> {
    const job = this.#running.get(id);
    const status = await job?.ended;
    this.#running.delete(id);
    return job?.controller.signal.aborted === true ? TERMINATED : status;
  }

  /** False where there is no such job. */
  stop(id: string): boolean {
    const job = this.#running.get(id);
    job?.controller.abort();
    return job !== undefined;
  }

  /** A shell that ends is waited for no longer; what it left goes with its container's command. */
  async abandon(): Promise<void> {
    for (const { controller } of this.#running.values()) controller.abort();
    await Promise.allSettled([...this.#running.values()].map(({ ended }) => ended));
  }
}
