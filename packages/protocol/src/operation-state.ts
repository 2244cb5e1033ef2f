import type { Operation, OperationTarget } from './down-messages.ts';

/** Still on its way: a message says why it goes no further, or what it waits for. */
export function isOnItsWay({ phase, message }: Pick<OperationTarget, 'phase' | 'message'>): boolean {
  return (phase === 'sent' || phase === 'accepted') && (message === '' || readWaiting(message) !== null);
}

const WAITS = 'operation.waits ';

/** The message of a target that is sent again until it is not refused any more: in the words of who refused it. */
export function waitingMessage(why: string): string {
  return `${WAITS}${why}`;
}

/** What it waits for; null where a message says something else. */
export function readWaiting(message: string): string | null {
  return message.startsWith(WAITS) ? message.slice(WAITS.length) : null;
}

const HELD = 'operation.held ';

/** No name of a finalizer or an API group has it. */
const AND_SILENT = '; ';

/** The message of a target that is being deleted and is not gone, because of these finalizers, and of API groups that do not answer; without any it ends in its own time. */
export function heldMessage(finalizers: readonly string[], silent: readonly string[] = []): string {
  const held = finalizers.join(', ');
  return `${HELD}${silent.length === 0 ? held : `${held}${AND_SILENT}${silent.join(', ')}`}`;
}

/** The finalizers it names; null where a message says something else. */
export function readHeld(message: string): string | null {
  return message.startsWith(HELD) ? (message.slice(HELD.length).split(AND_SILENT)[0] ?? '') : null;
}

/** The API groups it names; '' without any. */
export function readSilent(message: string): string {
  return message.startsWith(HELD) ? (message.slice(HELD.length).split(AND_SILENT)[1] ?? '') : '';
}

/** Deleted, and not gone. */
export function isBeingDeleted({ phase, message }: Pick<OperationTarget, 'phase' | 'message'>): boolean {
  return phase === 'accepted' && readHeld(message) !== null;
}

/** What was done to it can be taken back now: what is being deleted cannot be made again before it is gone. */
export function isToBeTakenBack(target: Pick<OperationTarget, 'phase' | 'message' | 'canUndo'>): boolean {
  return target.canUndo && !isBeingDeleted(target);
}

/** The message of a workload that was changed, while its pods are not yet as it says. */
export const ROLLS_OUT = 'operation.rollsOut';
/** Of one that was changed once more, or deleted, before its pods were as the change says: how they are is not its doing. */
export const ROLLOUT_OVERTAKEN = 'operation.rolloutOvertaken';
/** Of one whose pods nobody follows. */
export const ROLLOUT_UNFOLLOWED = 'operation.rolloutUnfollowed';
const STUCK = 'operation.stuck ';
const LATE = 'operation.rolloutLate ';

/** The message of one that gave its rollout up, in its own word for it. */
export function stuckMessage(why: string): string {
  return `${STUCK}${why}`;
}

/** The message of one that was followed for so long as anybody waits, and how many of its pods are as wanted at least; '' where it was never seen. */
export function lateMessage(ready: string): string {
  return `${LATE}${ready}`;
}

export function readStuck(message: string): string | null {
  return message.startsWith(STUCK) ? message.slice(STUCK.length) : null;
}

export function readLate(message: string): string | null {
  return message.startsWith(LATE) ? message.slice(LATE.length) : null;
}

/** Changed, as the watch has shown, and its pods are not yet as it says. */
export function isRollingOut({ phase, message }: Pick<OperationTarget, 'phase' | 'message'>): boolean {
  return phase === 'seen' && message === ROLLS_OUT;
}

/** It came to be, or is bound to. */
export function isDoneTo(target: Pick<OperationTarget, 'phase' | 'message'>): boolean {
  return target.phase === 'seen' || target.phase === 'settled' || isBeingDeleted(target);
}

/** Another process has to look after it when this one ends. */
export function isUnsettled({ targets }: Operation): boolean {
  return targets.some(target => isOnItsWay(target) || isBeingDeleted(target) || isRollingOut(target));
}

/** Something of it was done, kept, and not taken back. */
export function canTakeBack({ targets }: Operation): boolean {
  return targets.some(({ canUndo }) => canUndo);
}

/** Not every target is seen, settled or failed, and somebody works on it. */
export function isRunning(operation: Operation): boolean {
  return operation.targets.some(isOnItsWay);
}
