import { describe, expect, test } from 'vitest';
import type * as z from 'zod/mini';
import { tolerated } from '@lanthorn/testkit/tolerated.ts';
import { MAX_STEPS } from '../constants.ts';
import {
  addStepRequest,
  arrangeRequest,
  type ChangeStep,
  changeSetQuery,
  decideStepRequest,
  isToTakeBack,
  NO_CHANGE_SET,
  ofSetRequest,
  runSetRequest,
} from './change-set-messages.ts';
import type { NewRequest } from './operation-messages.ts';

const ID = '01234567-89ab-cdef-0123-456789abcdef';
const OTHER = ID.replace('0', '1');
const REQUEST: NewRequest = {
  ...{ id: ID, suffix: 'x7k2', kind: 'pod.evict' },
  targets: [
    {
      cluster: 'c',
      resource: { group: '', version: 'v1', resource: 'pods' },
      namespace: 'shop',
      name: 'web',
      uid: 'u',
    },
  ],
};
const RUN = { cluster: 'c', id: ID, goal: 'apply', steps: [OTHER] };
const ids = (count: number) => Array.from({ length: count }, (_, at) => `${String(at).padStart(8, '0')}${ID.slice(8)}`);

test.each<readonly [string, z.ZodMiniType, object, readonly string[]]>([
  ['which set is asked for', changeSetQuery, { cluster: 'c' }, [': more']],
  [
    'a step',
    addStepRequest,
    { cluster: 'c', request: REQUEST },
    ['request.targets[]: more', 'request.targets[].resource: more'],
  ],
  ['an order', arrangeRequest, { cluster: 'c', seen: [ID, OTHER], steps: [OTHER] }, []],
  ['a run', runSetRequest, RUN, []],
  [
    'what is meant of a step',
    decideStepRequest,
    { cluster: 'c', step: ID, choices: { 'data.a': 'mine' }, seen: { 'data.a': [null, '1'] } },
    [
      ...['choices.data.a: without', 'seen.data.a: without'],
      // Whatever may stand in an object.
      ...['boolean', 'number', 'string', 'list', 'object'].map(type => `seen.data.a[]: ${type}`),
    ],
  ],
  ['which set is stopped', ofSetRequest, { cluster: 'c' }, []],
])('%s: every field is needed, and of its type', (_title, schema, valid, but) => {
  expect(tolerated(schema, valid)).toEqual(but);
});

describe('steps', () => {
  test('an order keeps none, some or all of those that were seen', () => {
    const takes = (change: object) =>
      arrangeRequest.safeParse({ cluster: 'c', seen: [ID], steps: [ID], ...change }).success;
    for (const field of ['seen', 'steps']) {
      for (const count of [0, 1, MAX_STEPS]) expect(takes({ [field]: ids(count) })).toBe(true);
      expect(takes({ [field]: ids(MAX_STEPS + 1) })).toBe(false);
      for (const stranger of ['', 'latest', ID.toUpperCase(), `${ID}\n`])
        expect(takes({ [field]: [stranger] })).toBe(false);
    }
  });

  test('a run is of steps that somebody saw, there or back and nothing else', () => {
    const takes = (change: object) => runSetRequest.safeParse({ ...RUN, ...change }).success;
    for (const goal of ['apply', 'undo']) expect(takes({ goal })).toBe(true);
    for (const goal of ['Apply', 'redo', '']) expect(takes({ goal })).toBe(false);
    expect([0, 1, MAX_STEPS, MAX_STEPS + 1].map(count => takes({ steps: ids(count) }))).toEqual([
      ...[false, true, true, false],
    ]);
  });

  test('what takes an operation back is no step: a set takes itself back', () => {
    const { kind: _kind, targets: _targets, ...identity } = REQUEST;
    const request = { ...identity, undoOf: OTHER };
    expect(addStepRequest.safeParse({ cluster: 'c', request }).success).toBe(false);
  });
});

/** By its state, after it was never begun, begun once, and tried again. */
const BACK: Readonly<Record<ChangeStep['state'], readonly [boolean, boolean, boolean]>> = {
  waiting: [false, true, true],
  begun: [false, true, true],
  sent: [false, true, true],
  done: [false, true, true],
  failed: [false, true, true],
  undone: [false, false, false],
};

test.each(Object.entries(BACK))(
  'a step that is %s is to be taken back where anything of it was begun',
  (state, back) => {
    const request = REQUEST satisfies NewRequest;
    const step = (operations: readonly string[]) => ({ request, state: state as ChangeStep['state'], operations });
    expect([[], ['1'], ['1', '2']].map(operations => isToTakeBack(step(operations)))).toEqual(back);
  },
);

test('a cluster that nobody collected for has no steps, and nothing is done there', () => {
  expect(NO_CHANGE_SET).toEqual({ steps: [], run: null });
});
