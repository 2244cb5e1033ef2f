import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { answerReason } from '@lanthorn/kube/api/answer-reasons.ts';
import type { QueryState } from '@lanthorn/query/query-state.ts';
import { ClusterNotes } from './cluster-notes.tsx';

const reason = (detail: string) => answerReason('serverSays', { detail });
const stale = (isEmpty: boolean): QueryState => ({
  ...{ kind: 'stale', since: 1, reason: reason('connection refused'), retryAt: null, isEmpty },
});

test('only clusters that fail are named, each with why, and all are tried again at one press', async () => {
  const onRetry = vi.fn();
  const clusters: Readonly<Record<string, QueryState>> = {
    well: { kind: 'live' },
    slow: { kind: 'loading', loaded: 0, total: null },
    down: stale(true),
    gone: stale(false),
    walled: { kind: 'forbidden', verb: 'list', resource: 'pods', reason: reason('not for you') },
  };
  const { rerender } = render(<ClusterNotes clusters={clusters} onRetry={onRetry} />);
  const notes = screen.getAllByRole('listitem').map(({ textContent }) => textContent);
  expect(notes.map(text => text.split(' ')[0])).toEqual(['down', 'gone', 'walled']);
  expect(notes[0]).toContain('is not in this list. connection refused');
  expect(notes[1]).toContain('is shown as it was. connection refused');
  expect(notes[2]).toContain('The right to list pods is missing');
  await userEvent.click(screen.getByRole('button', { name: 'Try again now' }));
  expect(onRetry).toHaveBeenCalledOnce();
  rerender(<ClusterNotes clusters={{ well: { kind: 'live' } }} onRetry={onRetry} />);
  expect(screen.queryByRole('status')).toBeNull();
});
