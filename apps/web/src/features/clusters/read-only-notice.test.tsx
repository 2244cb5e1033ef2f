import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { ClusterInfo } from '@lanthorn/protocol/http/cluster-messages.ts';
import { ReadOnlyNotice } from './read-only-notice.tsx';

const cluster = (name: string, more: Partial<ClusterInfo> = {}): ClusterInfo => ({
  ...{ name, isDemo: false, server: '', user: 'u', namespace: 'default', problem: null },
  ...more,
});

test('of the clusters on the screen those are named that are not changed; where all are, nothing is said', () => {
  const { rerender } = render(<ReadOnlyNotice clusters={[cluster('a', { isReadOnly: true }), cluster('b')]} />);
  expect(screen.getByRole('note').textContent).toBe('Read only: nothing can be changed in a (--read-only).');
  rerender(<ReadOnlyNotice clusters={[cluster('b')]} />);
  expect(screen.queryByRole('note')).toBeNull();
});
