import type { Clock } from '@lanthorn/base/clock.ts';
import type { Operation } from '@lanthorn/protocol/down-messages.ts';

/** Waits for what becomes of operations, by what is told of them. */
export class OperationWaits {
  readonly #clock: Pick<Clock, 'schedule'>;
  readonly #waiting = new Map<string, (operation: Operation) => void>();

  constructor(clock: Pick<Clock, 'schedule'>) {
    this.#clock = clock;
  }

  onOperation(operation: Operation): void {
    this.#waiting.get(operation.id)?.(operation);
  }

  /** The operation as soon as it is so; null where the time was over before. One asks for an operation at a time. */
  until(
    id: string,
    {
      now,
      isSo,
      timeoutMs,
    }: { now: () => Promise<Operation | null>; isSo: (o: Operation) => boolean; timeoutMs: number },
  ): Promise<Operation | null> {
    return new Promise((resolve, reject) => {
      const finish = (operation: Operation | null) => {
        cancel();
        if (this.#waiting.get(id) === look) this.#waiting.delete(id);
        resolve(operation);
      };
      const look = (operation: Operation | null) => {
        if (operation !== null && isSo(operation)) finish(operation);
      };
      const cancel = this.#clock.schedule(timeoutMs, () => finish(null));
      this.#waiting.set(id, look);
      // It may have come to that before anybody listened.
      now().then(look, (error: unknown) => {
        finish(null);
        reject(error);
      });
    });
  }
}
