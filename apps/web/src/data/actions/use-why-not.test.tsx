import { act, renderHook } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { allowOnly, startedWith } from '../client/test-clusters.ts';
import { useWhyNot, useWhyNotEach } from './use-why-not.ts';

let allowed: boolean | null | undefined;
vi.mock('./use-access.ts', () => ({ useAccessIn: (rights: readonly unknown[]) => rights.map(() => allowed) }));
beforeEach(() => {
  allowed = true;
  startedWith(null);
});

const RIGHT = { verb: 'patch', group: '', resource: 'pods', namespace: 'n', name: '' };
const RIGHTS = [RIGHT];
const asked = () => renderHook(() => useWhyNot('object.edit', 'c', RIGHTS)).result;

test.each([
  ['may', true, null],
  ['may, as far as is known', null, null],
  ['is not known yet', undefined, undefined],
] as const)('who %s', (_who, answer, why) => {
  allowed = answer;
  expect(asked().current).toBe(why);
});

test('the missing right is named, and what Lanthorn was started without comes before it', () => {
  allowed = false;
  const result = asked();
  expect(result.current).toMatch(/patch pods/);
  act(() => allowOnly('object.delete'));
  expect(result.current).toMatch(/without this action for c/);
});

test('what the server says after it was started anew counts at once', () => {
  const result = asked();
  act(() => allowOnly('object.delete'));
  expect(result.current).toMatch(/--allow/);
  act(() => allowOnly('object.edit'));
  expect(result.current).toBeNull();
});

test('of several each has its own answer', () => {
  allowOnly('object.edit');
  const wanted = (['object.edit', 'object.delete'] as const).map(kind => ({ kind, clusters: ['c'], rights: [] }));
  const { result } = renderHook(() => useWhyNotEach(wanted));
  expect(result.current).toEqual([null, expect.stringContaining('--allow')]);
});
