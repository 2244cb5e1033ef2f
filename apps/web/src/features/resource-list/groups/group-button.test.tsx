import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test } from 'vitest';
import { must } from '@lanthorn/base/assert.ts';
import { MAX_FOLDS } from '@lanthorn/protocol/constants.ts';
import { findKindViewAt } from '@lanthorn/views/kind-records.ts';
import type { ListSearch, ViewState } from '../../../data/lists/view-state.ts';
import { GroupButton } from './group-button.tsx';
import { useGroups, withFold } from './use-groups.ts';

const view = must(findKindViewAt('cronjobs'), 'there are CronJobs');

function List({ group }: { readonly group?: string }) {
  const [search, setSearch] = useState<ListSearch>(group === undefined ? {} : { group });
  const groups = useGroups(view, {
    search,
    setSearch: (change: ListSearch) => setSearch(before => ({ ...before, ...change })),
  } as unknown as ViewState);
  return (
    <>
      <GroupButton groups={groups} />
      <button type="button" onClick={() => groups.fold({ value: 'a' })}>
        fold a
      </button>
      <output data-testid="address">{search.group ?? 'none'}</output>
      <output data-testid="asked">{JSON.stringify([groups.column, groups.folds])}</output>
      <output data-testid="words">{['', 'true', 'false', 'x'].map(groups.titleOf).join('|')}</output>
    </>
  );
}

const asked = (): unknown => JSON.parse(screen.getByTestId('asked').textContent ?? '');
const OPEN = { isAllFolded: false, others: [] };

test('a facet is chosen to group by, all are folded and unfolded, and no grouping is chosen again; the address says it', async () => {
  const user = userEvent.setup();
  render(<List />);
  expect(asked()).toEqual(['', OPEN]);
  await user.click(screen.getByRole('button', { name: 'Group by' }));
  expect(screen.queryByRole('button', { name: 'Fold all' })).toBeNull();
  await user.click(screen.getByRole('radio', { name: 'Suspended' }));
  expect([asked(), screen.getByTestId('address').textContent]).toEqual([['suspend', OPEN], 'suspend']);
  await user.click(screen.getByRole('button', { name: 'Fold all' }));
  expect(asked()).toEqual(['suspend', { isAllFolded: true, others: [] }]);
  await user.click(screen.getByRole('button', { name: 'Unfold all' }));
  expect(asked()).toEqual(['suspend', OPEN]);
  await user.click(screen.getByRole('radio', { name: 'Not grouped' }));
  expect([asked(), screen.getByTestId('address').textContent]).toEqual([['', OPEN], 'none']);
});

test('keys choose, Escape leads back to the button, which says by what it is grouped', async () => {
  const user = userEvent.setup();
  render(<List />);
  await user.click(screen.getByRole('button', { name: 'Group by' }));
  screen.getByRole('radio', { name: 'Status' }).focus();
  await user.keyboard(' ');
  expect(screen.getByTestId('address').textContent).toBe('status');
  await user.keyboard('{Escape}');
  expect(screen.queryByRole('radio')).toBeNull();
  expect(screen.getByRole('button', { name: /^Grouped by / }).getAttribute('aria-pressed')).toBe('true');
});

test('what is folded belongs to the grouping; a column that is none is not grouped by', async () => {
  const user = userEvent.setup();
  const { unmount } = render(<List group="suspend" />);
  await user.click(screen.getByText('fold a'));
  expect(asked()).toEqual(['suspend', { isAllFolded: false, others: ['a'] }]);
  await user.click(screen.getByRole('button', { name: /^Grouped by / }));
  await user.click(screen.getByRole('radio', { name: 'Status' }));
  expect(asked()).toEqual(['status', OPEN]);
  unmount();
  render(<List group="name" />);
  expect(asked()).toEqual(['', OPEN]);
});

test('groups are called in words', () => {
  render(<List group="suspend" />);
  expect(screen.getByTestId('words').textContent).toMatch(/^No Suspended\|Suspended: yes\|/);
});

test('one group is folded and unfolded; of too many the first is as the rest again', () => {
  expect(withFold(OPEN, 'a')).toEqual({ isAllFolded: false, others: ['a'] });
  expect(withFold({ isAllFolded: true, others: ['a', 'b'] }, 'a')).toEqual({ isAllFolded: true, others: ['b'] });
  const many = Array.from({ length: MAX_FOLDS }, (_, i) => `g${i}`);
  expect(withFold({ isAllFolded: false, others: many }, 'a').others).toEqual([...many.slice(1), 'a']);
});
