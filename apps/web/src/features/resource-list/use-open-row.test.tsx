import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from '@tanstack/react-router';
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useState } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Right } from '@lanthorn/actions/machinery/action.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { startedWith } from '../../data/client/test-clusters.ts';
import { clearDock, useDock } from '../../data/dock/dock-store.ts';
import { useViewState } from '../../data/lists/view-state.ts';
import { rowSubject } from './row-target.ts';
import { newRow } from './test-table.tsx';
import { useFollowingPanel, useOpenRow } from './use-open-row.ts';
import { useSelectedLogs } from './use-selected-logs.ts';

const rows = ['a', 'b'].map(newRow);
let mayRead: boolean;
vi.mock('../../data/actions/use-access.ts', () => ({
  useAccessIn: (rights: readonly { readonly right: Right }[]) => rights.map(() => mayRead),
}));

beforeEach(() => {
  mayRead = true;
  startedWith(null);
});

/** What is selected. */
let chosen: readonly WireRow[] = [];

/** A list whose rows are pressed, and focused by the buttons beside them. */
function List() {
  const state = useViewState();
  const [focused, setFocused] = useState<string>();
  const logs = useSelectedLogs(
    POD_VIEW,
    chosen.map(row => rowSubject('c', POD_VIEW, row)),
  );
  const open = useOpenRow(POD_VIEW, state, logs);
  useFollowingPanel(focused, state);
  return rows.map(row => (
    <p key={row.key}>
      <button type="button" onClick={() => open.as(row, 'panel')} onDoubleClick={() => open.as(row, 'page')}>
        {row.name}
      </button>
      <button type="button" onClick={() => setFocused(row.key)}>
        {`focus ${row.name}`}
      </button>
      <button type="button" onClick={() => open.byKey(row, 'y')}>
        {`yaml of ${row.name}`}
      </button>
      <button type="button" onClick={() => open.byKey(row, 'l')}>
        {`logs of ${row.name}`}
      </button>
    </p>
  ));
}

async function show(address: string) {
  const root = createRootRoute({ component: Outlet });
  const list = createRoute({ getParentRoute: () => root, path: '/c/$cluster/$resource', component: List });
  const page = createRoute({
    getParentRoute: () => root,
    path: '/c/$cluster/$resource/$namespace/$name',
    component: () => 'its page',
  });
  const history = createMemoryHistory({ initialEntries: [address] });
  const router = createRouter({ routeTree: root.addChildren([list, page]), history });
  render(<RouterProvider router={router as never} />);
  await screen.findByText('a');
  const where = () => {
    const { pathname, search } = router.state.location;
    return [pathname, search];
  };
  return { history, where };
}

test('a double click is one step: back leads to the list without a panel', async () => {
  const { history, where } = await show('/c/c/pods?q=x');
  await userEvent.dblClick(screen.getByText('a'));
  await screen.findByText('its page');
  expect(where()[0]).toBe('/c/c/pods/n/a');
  await act(async () => history.back());
  await screen.findByText('b');
  expect(where()).toEqual(['/c/c/pods', { q: 'x' }]);
});

test('a panel is one step from the list, however often its view changes', async () => {
  const { history, where } = await show('/c/c/pods');
  await userEvent.click(screen.getByText('a'));
  await userEvent.click(screen.getByText('yaml of a'));
  await waitFor(() => expect(where()[1]).toEqual({ open: 'n/a', tab: 'yaml' }));
  await act(async () => history.back());
  await waitFor(() => expect(where()[1]).toEqual({}));
});

/** As long as one rests on a row, and longer. */
async function rest() {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  fireEvent.click(screen.getByText('focus b'));
  act(() => void vi.advanceTimersByTime(1_000));
  vi.useRealTimers();
  await act(async () => {});
}

test('the panel follows the focus once that rests, at the same view but no line of another log, and adds no step', async () => {
  const { history, where } = await show('/c/c/pods?open=n%2Fa&tab=yaml&line=2026-11-23T08:00:00.5');
  const steps = history.length;
  await rest();
  await waitFor(() => expect(where()[1]).toEqual({ open: 'n/b', tab: 'yaml' }));
  expect(history.length).toBe(steps);
});

test('the filter of a log is of its object: another that is opened has none, the same one and those that the focus walks through keep it', async () => {
  const { where } = await show('/c/c/pods?q=x&open=n%2Fa&tab=logs&log=error&around=3');
  await userEvent.click(screen.getByText('yaml of a'));
  await userEvent.click(screen.getByText('logs of a'));
  await waitFor(() => expect(where()[1]).toEqual({ q: 'x', open: 'n/a', tab: 'logs', log: 'error', around: '3' }));
  await rest();
  await waitFor(() => expect(where()[1]).toEqual({ q: 'x', open: 'n/b', tab: 'logs', log: 'error', around: '3' }));
  await userEvent.click(screen.getByText('logs of a'));
  await waitFor(() => expect(where()[1]).toEqual({ q: 'x', open: 'n/a', tab: 'logs' }));
});

test('without a panel none opens', async () => {
  const { history } = await show('/c/c/pods');
  await rest();
  expect(history.location.search).toBe('');
});

test('the key of logs is about the row, or about all that is selected: as one, below the list', async () => {
  clearDock();
  chosen = [];
  const { where } = await show('/c/c/pods');
  await userEvent.click(screen.getByText('logs of a'));
  await waitFor(() => expect(where()[1]).toEqual({ open: 'n/a', tab: 'logs' }));
  expect(useDock.getState().selections).toEqual([]);
  chosen = rows;
  await userEvent.click(screen.getByText('focus b'));
  await userEvent.click(screen.getByText('logs of a'));
  expect(useDock.getState().selections.map(({ rows: of }) => of.map(({ uid }) => uid))).toEqual([['a', 'b']]);
  chosen = [];
});

test('the key of logs opens none of a selection that may not be read, as the button does not', async () => {
  clearDock();
  chosen = rows;
  mayRead = false;
  const { where } = await show('/c/c/pods');
  await userEvent.click(screen.getByText('logs of a'));
  expect([useDock.getState().selections, where()[1]]).toEqual([[], {}]);
  chosen = [];
});
