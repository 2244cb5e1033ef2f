import type { OperationTarget } from '@lanthorn/protocol/down-messages.ts';
import { isRollingOut, readLate, readStuck } from '@lanthorn/protocol/operation-state.ts';
import type { StatusTone } from '../../ui/marks/status-mark.tsx';

/** How each state of an operation looks. */
export const PHASE_TONES: Readonly<Record<OperationTarget['phase'], StatusTone>> = {
  sent: 'active',
  accepted: 'active',
  seen: 'ok',
  settled: 'ok',
  failed: 'bad',
};

/** How one target looks: what was changed is not well before its pods are. */
export function targetTone(target: Pick<OperationTarget, 'phase' | 'message'>): StatusTone {
  if (isRollingOut(target)) return 'active';
  if (readStuck(target.message) !== null) return 'bad';
  // What a Job ended as.
  if (target.phase === 'settled' && !['', 'Complete'].includes(target.message))
    return target.message.startsWith('Fail') ? 'bad' : 'warning';
  return readLate(target.message) === null ? PHASE_TONES[target.phase] : 'warning';
}

/** It came to its end, as the watch shows, and its pods with it. */
export function isOver(target: Pick<OperationTarget, 'phase' | 'message'>): boolean {
  return target.phase === 'settled' || targetTone(target) === 'ok';
}
