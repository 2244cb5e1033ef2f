import { act, renderHook } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { readDraft } from './draft-store.ts';
import { useEditSession } from './use-edit-session.ts';

beforeEach(() => localStorage.clear());

const LIVE = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'm', uid: 'u' }, data: { a: 'x' } };

function openSession() {
  const options = { draftKey: 'k', live: LIVE, type: null };
  return renderHook(() => useEditSession(options, { current: null }));
}

test('what was typed a moment before the page goes away, or its part with the text, is kept', () => {
  const first = openSession();
  act(() => first.result.current.onChange('a: typed'));
  dispatchEvent(new Event('pagehide'));
  expect(readDraft('k')?.text).toBe('a: typed');
  act(() => first.result.current.onChange('a: typed, and more'));
  first.unmount();
  expect(readDraft('k')?.text).toBe('a: typed, and more');
  expect(openSession().result.current.restored?.text).toBe('a: typed, and more');
});

test('a text that nobody touched, and an edit that has ended, leave no draft', () => {
  openSession().unmount();
  expect(readDraft('k')).toBeNull();
  const { result, unmount } = openSession();
  act(() => result.current.onChange('a: typed'));
  act(() => result.current.end());
  unmount();
  expect(readDraft('k')).toBeNull();
});

test('what is changed is told on when nobody typed for a moment', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { result } = openSession();
  act(() => void vi.advanceTimersByTime(300));
  expect(result.current.settled).toBeNull();
  for (const text of ['data: {a: new', 'data: {a: new}']) {
    act(() => result.current.onChange(text));
    act(() => void vi.advanceTimersByTime(200));
  }
  expect(result.current.settled).toBeNull();
  act(() => void vi.advanceTimersByTime(100));
  const { settled } = result.current;
  expect(settled).toMatchObject({ mine: { data: { a: 'new' } }, live: LIVE });
  act(() => result.current.onChange('data: {a: newer}'));
  expect(result.current.settled).toBe(settled);
  vi.useRealTimers();
});
