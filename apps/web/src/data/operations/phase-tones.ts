import type { OperationTarget } from '@lanthorn/protocol/down-messages.ts';
import {
  isRollingOut,
  readLate,
  readStuck,
  ROLLOUT_OVERTAKEN,
  ROLLOUT_UNFOLLOWED,
} from '@lanthorn/protocol/operation-state.ts';
import type { StatusTone } from '../../ui/marks/status-mark.tsx';

/** How each state of an operation looks. */
export const PHASE_TONES: Readonly<Record<OperationTarget['phase'], StatusTone>> = {
  sent: 'active',
  accepted: 'active',
  seen: 'ok',
  settled: 'ok',
  failed: 'bad',
};

/** Of these it is not known how their pods came to be, or it says nothing of the change. */
const UNKNOWN: ReadonlySet<string> = new Set([ROLLOUT_OVERTAKEN, ROLLOUT_UNFOLLOWED]);

/** How one target looks: what was changed is not well before its pods are. */
export function targetTone(target: Pick<OperationTarget, 'phase' | 'message'>): StatusTone {
  if (isRollingOut(target)) return 'active';
  if (readStuck(target.message) !== null) return 'bad';
  if (UNKNOWN.has(target.message)) return 'muted';
  // What a Job ended as.
  if (target.phase === 'settled' && !['', 'Complete'].includes(target.message))
    return target.message.startsWith('Fail') ? 'bad' : 'warning';
  return readLate(target.message) === null ? PHASE_TONES[target.phase] : 'warning';
}

/** Nothing more is waited for. */
export function isOver(target: Pick<OperationTarget, 'phase' | 'message'>): boolean {
  return targetTone(target) !== 'active';
}
