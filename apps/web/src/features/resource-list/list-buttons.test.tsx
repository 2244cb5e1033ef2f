import { answerReason } from '@lanthorn/kube/api/answer-reasons.ts';
import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { must } from '@lanthorn/base/assert.ts';
import { findKindViewAt } from '@lanthorn/views/kind-records.ts';
import { EMPTY_LIST } from '../../data/lists/list-store.ts';
import type { LiveList } from '../../data/lists/use-live-list.ts';
import type { ViewState } from '../../data/lists/view-state.ts';
import { ListNotice } from './list-notice.tsx';

const view = must(findKindViewAt('cronjobs'), 'there are CronJobs');
const setSearch = vi.fn<ViewState['setSearch']>();
const retry = vi.fn<() => void>();

beforeEach(() => vi.clearAllMocks());

describe('what stands where rows would', () => {
  function show(list: Partial<LiveList>, { q, namespaces = [] }: { q?: string; namespaces?: readonly string[] } = {}) {
    const state = { search: q === undefined ? {} : { q }, namespaces, setSearch } as unknown as ViewState;
    const shown = { ...EMPTY_LIST, matched: 0, state: { kind: 'live' }, retry, ...list } as unknown as LiveList;
    render(<ListNotice list={shown} state={state} view={view} />);
  }

  test('a filter that leaves nothing is cleared', async () => {
    show({ total: 3 }, { q: 'nope' });
    await userEvent.click(screen.getByRole('button', { name: 'Clear the filter' }));
    expect(setSearch.mock.calls).toEqual([[{ q: undefined }]]);
  });

  test('from empty namespaces to all, and back by the browser', async () => {
    show({ total: 0 }, { namespaces: ['shop'] });
    await userEvent.click(screen.getByRole('button', { name: 'Show all namespaces' }));
    expect(setSearch.mock.calls).toEqual([[{ ns: undefined }, 'push']]);
  });

  test('who may not list them all names a namespace', async () => {
    show({
      state: {
        kind: 'forbidden',
        verb: 'list',
        resource: 'cronjobs',
        reason: answerReason('serverSays', { detail: 'no' }),
      },
    });
    await userEvent.type(screen.getByRole('textbox'), '  {Enter}shop {Enter}');
    expect(setSearch.mock.calls).toEqual([[{ ns: 'shop' }, 'push']]);
  });

  test('what failed is asked for again', async () => {
    show({
      state: {
        kind: 'stale',
        isEmpty: true,
        reason: answerReason('serverSays', { detail: 'it does not answer' }),
        since: 0,
      } as unknown as LiveList['state'],
    });
    await userEvent.click(screen.getByRole('button', { name: 'Try again now' }));
    expect(retry).toHaveBeenCalledOnce();
  });
});
