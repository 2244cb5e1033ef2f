import { render, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import { EVENT_VIEW } from '@lanthorn/views/kinds/core/events.ts';
import { Warnings } from './warnings.tsx';

const world = vi.hoisted(() => ({ list: {} as object }));
vi.mock('@tanstack/react-router', () => ({
  Link: ({ children, search }: { children: ReactNode; search: object }) => (
    <a href="#there" data-search={JSON.stringify(search)}>
      {children}
    </a>
  ),
  useNavigate: () => () => {},
  useParams: () => ({ cluster: 'c' }),
  useSearch: () => ({}),
}));
vi.mock('../../data/lists/use-live-lists.ts', () => ({
  useLiveLists: () => ({ lists: [world.list], retry: () => {} }),
}));

function tell(counts: readonly number[], matched = counts.length, state: object = { kind: 'live' }): void {
  const last = Date.now();
  const rows = counts.map((count, i) => {
    const cells: Readonly<Record<string, unknown>> = { count, lastSeen: last, firstSeen: last };
    return [`${i}`, { key: `${i}`, cells: EVENT_VIEW.columns.map(({ id }) => cells[id] ?? null) }] as const;
  });
  world.list = { rows: new Map(rows), keys: [], matched, total: matched, state };
}
beforeEach(() => tell([]));

test('an hour of warnings, a bar a minute, and the way to them', () => {
  tell([3, 4]);
  render(<Warnings />);
  expect(screen.getByRole('slider').getAttribute('aria-label')).toMatch(/at most 7/);
  expect(document.querySelectorAll('rect')).toHaveLength(60);
  expect(screen.getByRole('link').dataset['search']).toBe('{"q":"type=Warning lastSeen<1h"}');
  expect(document.body.textContent).toContain('−1h');
});

test('of more events than are looked at it is said', () => {
  tell([1], 4_000);
  render(<Warnings />);
  expect(screen.getByText('By the newest 1 of 4,000 events.')).toBeDefined();
});

test('where there are none, or nobody knows, nothing is said', () => {
  render(<Warnings />);
  tell([], 0, { kind: 'forbidden' });
  render(<Warnings />);
  expect(document.body.textContent).toBe('');
});
