import { renderHook, waitFor } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { SUSPEND_CRONJOB } from '@lanthorn/actions/objects/suspend.ts';
import { MAX_TARGETS } from '@lanthorn/protocol/constants.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import type { AccessRequest } from '@lanthorn/protocol/http/access-messages.ts';
import { CRONJOB_VIEW } from '@lanthorn/views/kinds/batch/cronjobs.ts';
import { type Client, ClientContext } from '../../data/client/client.ts';
import { useActionItems } from '../../data/actions/use-action-items.ts';
import { useActedOn } from './use-acted-on.ts';

const row = (name: string): WireRow => ({
  key: `n/${name}`,
  uid: name,
  name,
  namespace: 'n',
  createdAt: null,
  ownerUid: '',
  cells: [],
});
const rows = Array.from({ length: MAX_TARGETS }, (_, i) => row(`c${i}`));

test('a frame of the list does not work out the rights of thousands of selected rows again; another selection does', async () => {
  const right = vi.spyOn(SUSPEND_CRONJOB, 'right');
  const access = async ({ checks }: AccessRequest) => ({ allowed: checks.map(() => true) });
  const client = { api: { access } } as unknown as Client;
  const selected = new Map(rows.map(entry => [entry.key, entry]));
  const { result, rerender } = renderHook(
    (selection: { selected: ReadonlyMap<string, WireRow>; focusedRow: WireRow | undefined }) =>
      useActionItems(useActedOn(CRONJOB_VIEW, 'c', { ...selection, gone: new Map() })),
    {
      initialProps: { selected, focusedRow: undefined as WireRow | undefined },
      wrapper: ({ children }) => <ClientContext value={client}>{children}</ClientContext>,
    },
  );
  const first = result.current;
  // The answers of the access review come.
  await waitFor(() => expect(result.current).not.toBe(first));
  const { current } = result;
  expect(right).toHaveBeenCalledTimes(MAX_TARGETS);
  rerender({ selected, focusedRow: row('c1') });
  rerender({ selected, focusedRow: row('c2') });
  expect(result.current).toBe(current);
  expect(right).toHaveBeenCalledTimes(MAX_TARGETS);
  rerender({ selected: new Map(), focusedRow: row('c2') });
  expect(right).toHaveBeenCalledTimes(MAX_TARGETS + 1);
});

test('where all that was selected is gone, keys act on nothing: not on the row that happens to have the focus', () => {
  const [lost, focusedRow] = [row('lost'), row('other')];
  const gone = new Map([[lost.uid, lost]]);
  const actedOn = (left: readonly WireRow[]) => {
    const selected = new Map(left.map(entry => [entry.key, entry]));
    const { result } = renderHook(() => useActedOn(CRONJOB_VIEW, 'c', { selected, gone, focusedRow }));
    return result.current.map(({ target }) => target.name);
  };
  expect(actedOn([])).toEqual([]);
  expect(actedOn([row('still')])).toEqual(['still']);
});
