import type { TFunction } from 'i18next';
import {
  heldMessage,
  readHeld,
  readLate,
  readSilent,
  readStuck,
  readWaiting,
} from '@lanthorn/protocol/operation-state.ts';
import { visibleText } from '../../ui/words/text.ts';

/** Messages that are sentences of the catalogue; any other is the server's own. */
const PLAIN = new Set([
  'confirm.timeout',
  'operation.behindFailed',
  'operation.interrupted',
  'operation.jobGone',
  'operation.leaderFailed',
  'operation.notArrived',
  'operation.rolloutOvertaken',
  'operation.rolloutUnfollowed',
  'operation.rollsOut',
  'operation.stopped',
  'operation.unfollowed',
  'operation.unreadable',
]);

/** What is said of a target beside how far it is. */
export function noteText(message: string, t: TFunction): string {
  const held = readHeld(message);
  const silent = readSilent(message);
  if (silent !== '') {
    // What empties a namespace waits for nothing else then.
    const others = held === 'kubernetes' ? '' : `${noteText(heldMessage([held ?? '']), t)} `;
    return `${others}${t('note.operation.silent', { groups: visibleText(silent) })}`;
  }
  if (held === '') return t('note.operation.ending');
  if (held !== null) return t('note.operation.held', { finalizers: visibleText(held) });
  const waiting = readWaiting(message);
  if (waiting !== null) return t('note.operation.waits', { why: visibleText(waiting) });
  const stuck = readStuck(message);
  if (stuck !== null) return t('note.operation.stuck', { why: visibleText(stuck) });
  const late = readLate(message);
  if (late === '') return t('note.operation.rolloutUnseen');
  if (late !== null) return t('note.operation.rolloutLate', { ready: late });
  return PLAIN.has(message) ? t(`note.${message}`) : visibleText(message);
}
