import { act, renderHook } from '@testing-library/react';
import { expect, test } from 'vitest';
import { useTabCounts } from './use-tab-counts.ts';

test('a tab tells how much is in it once it was looked at, and keeps that while another is shown', () => {
  const { result } = renderHook(() => useTabCounts('one'));
  expect(result.current.counts).toEqual({});
  act(() => result.current.on.events(7));
  act(() => result.current.on.related(3));
  act(() => result.current.on.events(undefined));
  expect(result.current.counts).toEqual({ events: undefined, related: 3 });
});

test('of another object nothing is known', () => {
  const { result, rerender } = renderHook(({ of }) => useTabCounts(of), { initialProps: { of: 'one' } });
  const before = result.current.on;
  act(() => before.events(7));
  rerender({ of: 'other' });
  expect(result.current.counts).toEqual({});
  act(() => result.current.on.history(1));
  expect(result.current.counts).toEqual({ history: 1 });
});
