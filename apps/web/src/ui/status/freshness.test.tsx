import { render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, test, vi } from 'vitest';
import { type Freshness, FreshnessBadge } from './freshness.tsx';

function show(state: Freshness, onRetry = () => {}) {
  return render(
    <>
      <FreshnessBadge state={state} onRetry={onRetry} />
    </>,
  );
}

const said = (detail: string) => ({ code: 'serverSays', params: { detail }, message: detail });

const stale = (change: object): Freshness => ({
  kind: 'stale',
  since: Date.now() - 12_000,
  reason: said('connection refused'),
  retryAt: Date.now() + 4_000,
  isEmpty: false,
  ...change,
});

describe('the freshness badge says what is true', () => {
  test.each<[string, () => Freshness]>([
    ['live', () => ({ kind: 'live' })],
    ['loading 3,200 of 10,000', () => ({ kind: 'loading', loaded: 3200, total: 10_000 })],
    ['loading', () => ({ kind: 'loading', loaded: 0, total: null })],
    ['loading 3,200', () => ({ kind: 'loading', loaded: 3200, total: null })],
    ['stale 12s · reconnecting in 4s', () => stale({})],
    ['stale 12s · reconnecting', () => stale({ retryAt: Date.now() - 2_000 })],
    ['stale 12s', () => stale({ retryAt: null })],
    ['read every 30s · as of 12s ago', () => stale({ everyMs: 30_000 })],
    ['read every 30s · as of 12s ago', () => stale({ everyMs: 30_000, retryAt: Date.now() - 100 })],
    ['forbidden', () => ({ kind: 'forbidden', verb: 'list', resource: 'pods', reason: said('no') })],
    ['2 namespaces forbidden', () => ({ kind: 'partial', missing: ['a', 'b'], inner: { kind: 'live' } })],
  ])('%s', (text, state) => {
    show(state());
    expect(screen.getByRole('button').textContent).toBe(text);
  });

  test('a watch that is reopened at once is not worth a word; one that is not, is', async () => {
    const { rerender } = show({ kind: 'live' });
    rerender(
      <>
        <FreshnessBadge
          state={stale({ reason: { code: 'reconnecting', params: {}, message: '' } })}
          onRetry={() => {}}
        />
      </>,
    );
    expect(screen.getByRole('button').dataset['state']).toBe('live');
    await waitFor(() => expect(screen.getByRole('button').dataset['state']).toBe('stale'), { timeout: 3_000 });
  });

  test('what may not be watched is not called old: how it is read is said, with the words of the server', async () => {
    show(stale({ everyMs: 30_000, reason: said('you cannot watch pods') }));
    expect(screen.getByRole('button').dataset['state']).toBe('polled');
    await userEvent.click(screen.getByRole('button'));
    await screen.findByText(/^This can be read and not watched, .* every 30s: .* you cannot watch pods$/);
  });

  test('a click says why, and offers to try again', async () => {
    const onRetry = vi.fn();
    show(stale({}), onRetry);
    await userEvent.click(screen.getByRole('button'));
    await screen.findByText('What you see may be old. connection refused');
    await userEvent.click(await screen.findByRole('button', { name: 'Try again now', hidden: true }));
    expect(onRetry).toHaveBeenCalledOnce();
  });
});
