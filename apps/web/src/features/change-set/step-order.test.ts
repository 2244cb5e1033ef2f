import { expect, test } from 'vitest';
import type { ChangeSet, ChangeStep } from '@lanthorn/protocol/http/change-set-messages.ts';
import { moved, placeAt, without } from './step-order.ts';

const step = (id: string): ChangeStep => ({
  request: { id, suffix: 'x7k2p', kind: 'cronjob.suspend', targets: [], params: undefined },
  state: 'waiting',
  operations: [],
});
const set: ChangeSet = { steps: ['a', 'b', 'c'].map(step), run: null };
const ids = ({ steps }: ChangeSet) => steps.map(({ request }) => request.id).join('');

test.each([
  [0, 2, 'bca'],
  [2, 0, 'cab'],
  [1, 1, 'abc'],
  [1, 2, 'acb'],
  [3, 0, 'abc'],
])('the step of place %i at place %i', (from, to, order) => {
  expect(ids(moved(set, from, to))).toBe(order);
});

test('one is taken out', () => {
  expect(ids(without(set, 1))).toBe('ac');
});

const ROWS = [
  { top: 0, bottom: 20 },
  { top: 20, bottom: 100 },
  { top: 100, bottom: 120 },
];
test.each([
  [0, 5, 0],
  [0, 61, 1],
  [0, 59, 0],
  [0, 200, 2],
  [2, 0, 0],
  [2, 11, 1],
  [2, 115, 2],
])('what is pulled from place %i and let go at %i comes to place %i', (from, y, to) => {
  expect(placeAt(y, ROWS, from)).toBe(to);
});
