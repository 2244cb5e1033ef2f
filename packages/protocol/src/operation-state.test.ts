import { describe, expect, test } from 'vitest';
import type { Operation, OperationPhase, OperationTarget } from './down-messages.ts';
import type { IdentityKey } from './identity-key.ts';
import {
  heldMessage,
  isBeingDeleted,
  isOnItsWay,
  isRollingOut,
  isRunning,
  isToBeTakenBack,
  isUnsettled,
  lateMessage,
  readHeld,
  readLate,
  readSilent,
  readStuck,
  readWaiting,
  ROLLS_OUT,
  stuckMessage,
  waitingMessage,
} from './operation-state.ts';

const PHASES: readonly OperationPhase[] = ['sent', 'accepted', 'seen', 'settled', 'failed'];

const target = (phase: OperationPhase, message = ''): OperationTarget => ({
  target: {
    ...{ cluster: 'c', resource: { group: '', version: 'v1', resource: 'pods' } },
    ...{ namespace: 'shop', name: 'web-1', uid: 'u1' },
  },
  ...{ phase, message, created: null, status: null, kubectl: '', canUndo: false, isUndone: false },
});
const operation = (...targets: readonly OperationTarget[]): Operation => ({
  ...{ id: 'o', identity: 'me' as IdentityKey, kind: 'pod.evict', user: 'me', undoOf: null, undoes: null },
  ...{ startedAt: 0, revision: 1, targets },
});

describe('messages that say why it goes no further', () => {
  test.each([
    ['it waits', waitingMessage('Cannot evict: budget web'), 'Cannot evict: budget web', null],
    ['it waits, and nobody says for what', waitingMessage(''), '', null],
    ['it waits, in words of its own form', waitingMessage(heldMessage(['f'])), 'operation.held f', null],
    ['it is held', heldMessage(['a.io/f', 'b.io/g']), null, 'a.io/f, b.io/g'],
    ['it is held, and groups are silent', heldMessage(['a.io/f'], ['b.io/v1', 'c.io/v1']), null, 'a.io/f'],
    ['it ends in its own time', heldMessage([]), null, ''],
    ['another reason', 'the job failed', null, null],
    ['a reason that begins like one', 'operation.waitsForever', null, null],
    ['nothing', '', null, null],
  ])('%s', (_title, message, waits, holds) => {
    expect([readWaiting(message), readHeld(message)]).toEqual([waits, holds]);
  });
});

test('API groups that do not answer are named beside what holds it; what is being deleted is not to be taken back', () => {
  const message = heldMessage(['a.io/f'], ['b.io/v1', 'c.io/v1']);
  expect([message, heldMessage(['x']), 'x; y'].map(readSilent)).toEqual(['b.io/v1, c.io/v1', '', '']);
  const held = { phase: 'accepted', message, canUndo: true } as const;
  expect([held, { ...held, message: '' }, { ...held, message: '', canUndo: false }].map(isToBeTakenBack)).toEqual([
    ...[false, true, false],
  ]);
});

/** By phase, as PHASES has them. */
test.each([
  ['nothing is said', '', ['sent', 'accepted'], []],
  ['it waits', waitingMessage('429'), ['sent', 'accepted'], []],
  ['it is held', heldMessage(['f']), [], ['accepted']],
  ['it goes no further', 'nobody watches it any more', [], []],
] as const)('%s: which phases go on', (_title, message, onTheWay, deleted) => {
  expect(PHASES.filter(phase => isOnItsWay({ phase, message }))).toEqual(onTheWay);
  expect(PHASES.filter(phase => isBeingDeleted({ phase, message }))).toEqual(deleted);
});

test.each([
  ['nothing to do', [], false, false],
  ['all done', [target('seen'), target('failed', 'no'), target('settled')], false, false],
  ['one is on its way', [target('seen'), target('sent')], true, true],
  ['one waits for a budget', [target('accepted', waitingMessage('429'))], true, true],
  [
    'one is held by a finalizer: nobody works on it, and somebody has to look',
    [target('accepted', heldMessage(['f']))],
    false,
    true,
  ],
] as const)('%s', (_title, targets, running, unsettled) => {
  expect([isRunning(operation(...targets)), isUnsettled(operation(...targets))]).toEqual([running, unsettled]);
});

test('a workload that was changed is done to, and its pods may still be on their way: another process has to say so', () => {
  const rolling = target('seen', ROLLS_OUT);
  expect([isRollingOut(rolling), isRollingOut(target('seen')), isRollingOut(target('accepted', ROLLS_OUT))]).toEqual([
    ...[true, false, false],
  ]);
  expect([isUnsettled(operation(rolling)), isRunning(operation(rolling))]).toEqual([true, false]);
  expect([readStuck(stuckMessage('X y')), readLate(lateMessage('1/2'))]).toEqual(['X y', '1/2']);
  expect([readStuck(ROLLS_OUT), readLate(stuckMessage('X'))]).toEqual([null, null]);
});
