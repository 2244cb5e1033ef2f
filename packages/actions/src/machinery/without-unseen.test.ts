import { expect, test } from 'vitest';
import { choicesOf, decidedParams } from './decided-params.ts';
import { withoutUnseen } from './without-unseen.ts';

test('a decision for mine holds as long as what was seen stands there, in whichever target; one for theirs whatever does', () => {
  const scale = { replicas: 2, from: 1 };
  const of = (live: unknown, choice: 'mine' | 'live', seen?: Readonly<Record<string, readonly unknown[]>>) => {
    const params = decidedParams({ scale }, { 'spec.replicas': choice }, seen);
    const clashes = [{ path: ['spec', 'replicas'], base: 1, mine: 2, live }];
    return choicesOf(
      withoutUnseen(params, ({ scale: asked }) => (asked?.choices?.['spec.replicas'] === undefined ? clashes : [])),
    );
  };
  const held = { 'spec.replicas': 'mine' };
  expect([of(5, 'mine', { 'spec.replicas': [5] }), of(6, 'mine', { 'spec.replicas': [5, 6] })]).toEqual([held, held]);
  expect([
    of(7, 'mine', { 'spec.replicas': [5, 6] }),
    of(7, 'mine', {}),
    of(undefined, 'mine', { 'spec.replicas': [5] }),
  ]).toEqual([{}, {}, {}]);
  expect([of(undefined, 'mine', { 'spec.replicas': [null] }), of(7, 'mine')]).toEqual([held, held]);
  expect(of(7, 'live', { 'spec.replicas': [5] })).toEqual({ 'spec.replicas': 'live' });
});
