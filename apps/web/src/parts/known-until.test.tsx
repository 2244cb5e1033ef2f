import { act, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { answerReason } from '@lanthorn/kube/api/answer-reasons.ts';
import type { QueryState } from '@lanthorn/query/query-state.ts';
import { Running } from '../ui/time/time.tsx';
import { KnownUntil } from './known-until.tsx';

const STARTED = Date.parse('2026-11-28T12:00:00Z');
const LIVE: QueryState = { kind: 'live' };
const stale = (since: number): QueryState => ({
  kind: 'stale',
  since,
  reason: answerReason('connectionSilent', {}),
  retryAt: null,
  isEmpty: false,
});

beforeEach(() => vi.useFakeTimers({ now: STARTED + 10_000 }));
afterEach(() => vi.useRealTimers());

function show(state: QueryState) {
  const page = (of: QueryState) => (
    <KnownUntil list={{ matched: 1, state: of }}>
      <p role="timer">
        <Running since={STARTED} />
      </p>
    </KnownUntil>
  );
  const { rerender } = render(page(state));
  return (next: QueryState) => rerender(page(next));
}
const text = () => screen.getByRole('timer').textContent;
const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

test('what runs goes on while it is watched, stops where it was seen last when it is not, says so, and goes on again', async () => {
  const become = show(LIVE);
  expect(text()).toBe('10s');
  await pass(5_000);
  expect(text()).toBe('15s');
  become(stale(STARTED + 15_000));
  await pass(60_000);
  expect(text()).toBe('15s when last seen');
  expect(screen.getByRole('timer').querySelector('[title]')?.getAttribute('title')).toMatch(
    /^Last seen .*not known\.$/,
  );
  become(LIVE);
  await pass(1_000);
  expect(text()).toBe('76s');
});

test('a watch that is reopened at once is not worth a word', async () => {
  const become = show(LIVE);
  become(stale(STARTED + 10_000));
  await pass(300);
  become(LIVE);
  await pass(3_000);
  expect(text()).toBe('13s');
});

test('where nobody says since when, it stops where that was noticed', async () => {
  const become = show(LIVE);
  await pass(2_000);
  become(stale(0));
  await pass(60_000);
  expect(text()).toBe('12s when last seen');
});
