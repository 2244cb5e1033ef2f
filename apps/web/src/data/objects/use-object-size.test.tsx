import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from '@tanstack/react-router';
import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { SIZE_BUTTON, useCarriedFocus } from '../../ui/focus/carried-focus.ts';
import { rememberList } from '../lists/list-memory.ts';
import { useViewState } from '../lists/view-state.ts';
import { useObjectSize } from './use-object-size.ts';

/** One object, as both sizes draw it. */
function Sized() {
  const resize = useObjectSize(useViewState());
  useCarriedFocus();
  return (
    <article>
      <button type="button" id={SIZE_BUTTON} onClick={() => resize?.()}>
        {resize === null ? 'nothing' : 'resize'}
      </button>
      <button type="button" id="tab" onKeyDown={event => event.key === 'w' && resize?.()}>
        tab
      </button>
    </article>
  );
}

async function show(address: string) {
  const root = createRootRoute({ component: Outlet });
  const list = createRoute({ getParentRoute: () => root, path: '/c/$cluster/$resource', component: Sized });
  const page = createRoute({
    getParentRoute: () => root,
    path: '/c/$cluster/$resource/$namespace/$name',
    component: Sized,
  });
  const history = createMemoryHistory({ initialEntries: [address] });
  const router = createRouter({ routeTree: root.addChildren([list, page]), history });
  render(<RouterProvider router={router as never} />);
  await screen.findByText('tab');
  return () => {
    const { pathname, search } = router.state.location;
    return [pathname, search];
  };
}

test('the panel becomes the page at the same tab, and the panel again beside the list as it was left; the focus stays', async () => {
  rememberList('c', 'pods', { q: 'web', sort: 'age' });
  const where = await show('/c/c/pods?q=web&ns=shop&open=shop%2Fweb-1&tab=logs');
  await userEvent.click(screen.getByText('resize'));
  expect(where()).toEqual(['/c/c/pods/shop/web-1', { ns: 'shop', tab: 'logs' }]);
  expect(document.activeElement?.id).toBe(SIZE_BUTTON);
  screen.getByText('tab').focus();
  await userEvent.keyboard('w');
  expect(where()).toEqual(['/c/c/pods', { q: 'web', sort: 'age', ns: 'shop', open: 'shop/web-1', tab: 'logs' }]);
  expect(document.activeElement?.id).toBe('tab');
});

test('what has no namespace is sized as well', async () => {
  const where = await show('/c/c/nodes/-/n1');
  await userEvent.click(screen.getByText('resize'));
  expect(where()).toEqual(['/c/c/nodes', { open: 'n1' }]);
  await userEvent.click(screen.getByText('resize'));
  expect(where()).toEqual(['/c/c/nodes/-/n1', {}]);
});

test('a list alone has no other size', async () => {
  await show('/c/c/nodes');
  screen.getByText('nothing');
});
