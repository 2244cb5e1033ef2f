import type { OperationTarget } from '@lanthorn/protocol/down-messages.ts';
import type { StatusTone } from '../../ui/marks/status-mark.tsx';

/** How each state of an operation looks. */
export const PHASE_TONES: Readonly<Record<OperationTarget['phase'], StatusTone>> = {
  sent: 'active',
  accepted: 'active',
  seen: 'ok',
  settled: 'ok',
  failed: 'bad',
};
