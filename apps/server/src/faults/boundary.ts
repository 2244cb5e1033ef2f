import type { Clock } from '@lanthorn/base/clock.ts';
import type { Faults } from './faults.ts';

export type FaultReport = Pick<Faults, 'report'>;

/** Boundaries contain nothing: for tests, which are to fail. */
export const THROWN_ON: FaultReport = {
  report(_place, error) {
    throw error;
  },
};

export interface BoundaryOptions {
  readonly clock: Clock;
  readonly faults: FaultReport;
  /** Ends the owner and tells who used it; called once. Without it the owner goes on after a fault. */
  readonly end?: (message: string) => void;
}

/**
 * Where a fault ends. The callbacks, timers and loose promises of one owner (a subscription, a list, a session) run inside its boundary:
 * what one of them throws is reported and ends the owner with a message, and nobody else. None of them runs after that.
 */
export class Boundary {
  /** The clock for the owner's timers. */
  readonly clock: Clock;
  readonly #place: string;
  readonly #faults: FaultReport;
  readonly #end: ((message: string) => void) | undefined;
  #isOver = false;

  /** `place` is the kind of owner, for the log and for metrics. */
  constructor(place: string, { clock, faults, end }: BoundaryOptions) {
    this.#place = place;
    this.#faults = faults;
    this.#end = end;
    this.clock = {
      now: () => clock.now(),
      elapsed: () => clock.elapsed(),
      schedule: (delayMs, task) => clock.schedule(delayMs, this.guard(task)),
      nextTurn: () => clock.nextTurn(),
    };
  }

  /** The callback, for whoever calls it: nothing is thrown at them. */
  guard<A extends readonly unknown[]>(callback: (...args: A) => void): (...args: A) => void {
    return (...args) => this.run(() => callback(...args));
  }

  run(work: () => void): void {
    if (this.#isOver) return;
    try {
      work();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** For work that nobody waits for. */
  follow(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.#fail(error));
  }

  /** Ends the owner for a reason that was reported elsewhere: what it reads has failed. */
  end(message: string): void {
    if (this.#isOver || this.#end === undefined) return;
    this.#isOver = true;
    try {
      this.#end(message);
    } catch (error) {
      this.#faults.report(this.#place, error);
    }
  }

  /** The owner was closed in the ordinary way: nothing of it runs any more. */
  close(): void {
    this.#isOver = true;
  }

  #fail(error: unknown): void {
    if (this.#isOver) return;
    this.#faults.report(this.#place, error);
    this.end(error instanceof Error ? error.message : String(error));
  }
}
