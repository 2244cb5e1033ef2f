import type { Logger } from '@lanthorn/base/logger.ts';

/** What was thrown where nobody was to catch it: said in the log, and counted for `/metrics`. */
export class Faults {
  readonly #logger: Logger;
  readonly #contained = new Map<string, number>();
  #uncaught = 0;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** By the kind of owner that was ended; there are as many as kinds of boundaries in the code. */
  get contained(): ReadonlyMap<string, number> {
    return this.#contained;
  }

  get uncaught(): number {
    return this.#uncaught;
  }

  /** A fault that ended one thing and went no further. */
  report(place: string, error: unknown): void {
    this.#contained.set(place, (this.#contained.get(place) ?? 0) + 1);
    this.#logger.error({ place, error: stackOf(error) }, 'a fault ended this, and nothing else');
  }

  /** From here on whatever reaches the process itself is said and counted, and everybody else is served on. */
  watchProcess(process: Pick<NodeJS.Process, 'on'>): void {
    process.on('uncaughtException', (error, origin) => {
      this.#uncaught++;
      this.#logger.error({ origin, error: stackOf(error) }, 'an error that nobody caught');
    });
    process.on('unhandledRejection', reason => {
      this.#uncaught++;
      this.#logger.error({ origin: 'unhandledRejection', error: stackOf(reason) }, 'an error that nobody caught');
    });
  }
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
