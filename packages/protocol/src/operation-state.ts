import type { Operation, OperationTarget } from './down-messages.ts';

/** Still on its way: a message says why it goes no further. */
export function isOnItsWay({ phase, message }: OperationTarget): boolean {
  return (phase === 'sent' || phase === 'accepted') && message === '';
}

/** Not every target is seen, settled or failed, and somebody works on it. */
export function isRunning(operation: Operation): boolean {
  return operation.targets.some(isOnItsWay);
}
