/**
 * Lets one task that waits go on in each turn of the event loop, the longest waiting first. A platform runs all that wait in one turn: twenty
 * lists that are read at a time, each for 3 ms, would hold up timers and sockets for 60.
 */
export class TurnQueue {
  readonly #startTurn: (run: () => void) => void;
  readonly #waiting: (() => void)[] = [];

  /** `startTurn` runs what it is given in the next turn. */
  constructor(startTurn: (run: () => void) => void) {
    this.#startTurn = startTurn;
  }

  /** Resolves in a later turn, in which nobody else goes on. */
  nextTurn(): Promise<void> {
    return new Promise(resolve => {
      if (this.#waiting.push(resolve) === 1) this.#startTurn(this.#run);
    });
  }

  readonly #run = (): void => {
    this.#waiting.shift()?.();
    if (this.#waiting.length > 0) this.#startTurn(this.#run);
  };
}
