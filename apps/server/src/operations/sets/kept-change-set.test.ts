import { expect, test } from 'vitest';
import { MAX_SET_BYTES, MAX_STEPS } from '@lanthorn/protocol/constants.ts';
import { NO_CHANGE_SET } from '@lanthorn/protocol/http/change-set-messages.ts';
import { changeStep } from '../../history/test-records.ts';
import { RequestProblem } from '../request-problem.ts';
import { arranged, pendingSteps, withDecision, withProgress, withStep } from './kept-change-set.ts';

const [A, B, C] = [changeStep('a'), changeStep('b'), changeStep('c')];
const add = (set = NO_CHANGE_SET, request = A.request) => withStep(set, { cluster: 'c', request });
const ids = (steps: readonly { readonly request: { readonly id: string } }[]) => steps.map(({ request }) => request.id);

/** The code of what is thrown. */
function refused(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof RequestProblem) return error.problem.code;
    throw error;
  }
  return 'nothing';
}

test('a step is added behind the others, and the same once more changes nothing', () => {
  const one = add();
  expect(one).toEqual({ steps: [A], run: null });
  expect(add(one)).toBe(one);
  expect(add(one, B.request).steps).toEqual([A, B]);
});

test('a step that is added anew with another text takes the place of the one that waits, and of no other', () => {
  const set = add(add(), B.request);
  const other = { ...A.request, reason: 'for the sale' };
  expect(add(set, other).steps).toEqual([{ ...A, request: other }, B]);
  const begun = { ...set, steps: set.steps.map(step => ({ ...step, state: 'done' as const })) };
  expect(add(begun, other)).toBe(begun);
});

test('what may be no step is said', () => {
  const { request } = A;
  const [target] = request.targets;
  const secrets = { group: '', version: 'v1', resource: 'secrets' };
  const ofSecret = { ...request, targets: [{ ...target, resource: secrets }] as typeof request.targets };
  expect(refused(() => add(NO_CHANGE_SET, ofSecret))).toBe('secretInSet');
  expect(refused(() => add(NO_CHANGE_SET, { ...request, kind: 'secret.reveal' }))).toBe('notInSet');
  expect(refused(() => withStep(NO_CHANGE_SET, { cluster: 'd', request }))).toBe('noCluster');
  const full = { steps: Array.from({ length: MAX_STEPS }, () => B), run: null };
  expect(refused(() => add(full))).toBe('tooManySteps');
  const long = { metadata: { name: 'x'.repeat(MAX_SET_BYTES) } };
  const large = { ...request, params: { edit: { base: long, mine: long, choices: {} } } };
  expect(refused(() => add(NO_CHANGE_SET, large))).toBe('setTooLarge');
});

test('steps are put in another order and taken out; an order of other steps is refused', () => {
  const run = {
    id: 'r',
    goal: 'apply',
    state: 'done',
    step: '',
    isWaiting: false,
    halt: null,
    why: '',
    by: 'p',
  } as const;
  const set = { steps: [A, B, C], run };
  const arrange = (steps: string[], seen = ids(set.steps)) => arranged(set, { steps, seen });
  expect(arrange(ids([B, A]))).toEqual({ steps: [B, A], run });
  expect(arrange([])).toEqual(NO_CHANGE_SET);
  expect(refused(() => arrange(['other']))).toBe('setChanged');
  expect(refused(() => arrange(ids([A, A])))).toBe('setChanged');
});

test('steps that were not seen are not taken out', () => {
  const set = { steps: [A, B, C], run: null };
  expect(refused(() => arranged(set, { steps: ids([B, A]), seen: ids([A, B]) }))).toBe('setChanged');
  expect(refused(() => arranged(set, { steps: [], seen: ids([A, B]) }))).toBe('setChanged');
});

test('what was applied keeps its place before the others: it is taken back in the opposite order', () => {
  const [a, b] = [A, B].map(step => ({ ...step, state: 'done' as const, operations: ['o'] }));
  const set = { steps: [a ?? A, b ?? B, C], run: null };
  const arrange = (steps: string[]) => arranged(set, { steps, seen: ids(set.steps) });
  expect(refused(() => arrange(ids([B, A, C])))).toBe('stepBegun');
  expect(refused(() => arrange(ids([A, C, B])))).toBe('stepBegun');
  expect(ids(arrange(ids([B, C])).steps)).toEqual(ids([B, C]));
});

test('what is left to do is all that is not done; what is left to take back was begun, the last first', () => {
  const state = (step: typeof A, is: typeof A.state) => ({
    ...step,
    state: is,
    operations: is === 'waiting' ? [] : ['o'],
  });
  const set = { steps: [state(A, 'done'), state(B, 'failed'), state(C, 'waiting')], run: null };
  expect(ids(pendingSteps(set, 'apply'))).toEqual(ids(set.steps.slice(1)));
  expect(ids(pendingSteps(set, 'undo'))).toEqual(ids([B, A]));
  const undone = { ...set, steps: [state(A, 'undone'), state(B, 'done')] };
  expect([ids(pendingSteps(undone, 'apply')), ids(pendingSteps(undone, 'undo'))]).toEqual([ids([A]), ids([B])]);
});

test('progress is of one step, and of a run where there is one', () => {
  const progress = { step: B.request.id, change: { state: 'done' }, run: { isWaiting: true } } as const;
  expect(withProgress({ steps: [A, B], run: null }, progress)).toEqual({
    steps: [A, { ...B, state: 'done' }],
    run: null,
  });
});

test('clashes of a step are decided as long as it is left to be done', () => {
  const scaled = { ...A, request: { ...A.request, params: { scale: { replicas: 2 } } } };
  const set = { steps: [scaled, { ...B, state: 'done' as const }], run: null };
  const choices = { 'spec.replicas': 'mine' } as const;
  const seen = { 'spec.replicas': [5] };
  const decided = withDecision(set, { step: A.request.id, choices, seen });
  expect(decided.steps[0]?.request.params?.seen).toEqual(seen);
  expect(decided.steps.map(({ request }) => request.params?.scale?.choices)).toEqual([choices, undefined]);
  for (const step of [B.request.id, 'other'])
    expect(refused(() => withDecision(set, { step, choices, seen }))).toBe('setChanged');
  const long = { 'spec.replicas': ['x'.repeat(MAX_SET_BYTES)] };
  expect(refused(() => withDecision(set, { step: A.request.id, choices, seen: long }))).toBe('setTooLarge');
});
