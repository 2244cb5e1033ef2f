import type { Operation, OperationTarget } from './down-messages.ts';

/** Still on its way: a message says why it goes no further. */
export function isOnItsWay({ phase, message }: Pick<OperationTarget, 'phase' | 'message'>): boolean {
  return (phase === 'sent' || phase === 'accepted') && message === '';
}

const HELD = 'operation.held ';

/** The message of a target that is being deleted and is not gone, because of these finalizers; without any it ends in its own time. */
export function heldMessage(finalizers: readonly string[]): string {
  return `${HELD}${finalizers.join(', ')}`;
}

/** The finalizers it names; null where a message says something else. */
export function readHeld(message: string): string | null {
  return message.startsWith(HELD) ? message.slice(HELD.length) : null;
}

/** Deleted, and not gone. */
export function isBeingDeleted({ phase, message }: Pick<OperationTarget, 'phase' | 'message'>): boolean {
  return phase === 'accepted' && readHeld(message) !== null;
}

/** Another process has to look after it when this one ends. */
export function isUnsettled({ targets }: Operation): boolean {
  return targets.some(target => isOnItsWay(target) || isBeingDeleted(target));
}

/** Not every target is seen, settled or failed, and somebody works on it. */
export function isRunning(operation: Operation): boolean {
  return operation.targets.some(isOnItsWay);
}
