import { act, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import type { ObjectView } from '@lanthorn/views/cells/kind-view.ts';
import { DEPLOYMENT_VIEW } from '@lanthorn/views/kinds/apps/deployments.ts';
import { CONFIG_MAP_VIEW } from '@lanthorn/views/kinds/core/configmaps.ts';
import { EVENT_VIEW } from '@lanthorn/views/kinds/core/events.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { allowOnly, startedWith } from '../../data/client/test-clusters.ts';
import { askForm } from '../../data/actions/asked-form.ts';
import { ObjectActions } from './object-actions.tsx';

const world = vi.hoisted(() => ({ searches: [] as unknown[], isAllowed: true }));
vi.mock('../../data/lists/view-state.ts', () => ({
  useViewState: () => ({ name: 'web', setSearch: (search: unknown) => world.searches.push(search) }),
}));
vi.mock('../../data/actions/use-access.ts', () => ({
  useAccessIn: (rights: readonly unknown[]) => rights.map(() => world.isAllowed),
}));
vi.mock('../../data/client/use-served-kinds.ts', () => ({ useServedKinds: () => null }));
vi.mock('../../data/apply/use-clone-item.ts', () => ({ useCloneItem: () => null }));
vi.mock('../../data/actions/use-pack-items.ts', () => ({ usePackItems: () => [] }));

beforeEach(() => {
  world.searches = [];
  world.isAllowed = true;
  startedWith(null);
});

function show(view: ObjectView, object: object = {}): string[] {
  const subject = { cluster: 'c', view, namespace: 'n', name: 'web' };
  render(
    <ObjectActions subject={subject} object={{ metadata: { name: 'web', namespace: 'n', uid: 'u' }, ...object }} />,
  );
  return screen.getAllByRole('button').map(({ ariaKeyShortcuts, textContent }) => {
    const key = ariaKeyShortcuts ?? '';
    return key === '' ? (textContent ?? '') : `${textContent?.slice(0, -key.length)} (${key})`;
  });
}

test('a workload: three that change it, then its logs and its text, each with its key', () => {
  expect(show(DEPLOYMENT_VIEW).slice(0, 5)).toEqual([
    'Restart (r)',
    'Images and resources…',
    'Roll back…',
    'Logs (l)',
    'Edit (e)',
  ]);
});

test('a pod: its logs before all, its text behind the way into it', () => {
  expect(show(POD_VIEW, { status: { phase: 'Running' } }).slice(0, 3)).toEqual([
    'Logs (l)',
    'Terminal (s)',
    'Edit (e)',
  ]);
});

test('what has no logs has none to look at, and what nobody writes is not edited', () => {
  expect(show(CONFIG_MAP_VIEW)[0]).toBe('Edit (e)');
  expect(show(EVENT_VIEW).join()).not.toMatch(/Logs/);
});

test('they lead to their tabs', async () => {
  show(POD_VIEW, { status: { phase: 'Running' } });
  await userEvent.click(screen.getByRole('button', { name: 'Logs' }));
  await userEvent.click(screen.getByRole('button', { name: 'Edit' }));
  expect(world.searches).toEqual([{ tab: 'logs' }, { tab: 'yaml:edit' }]);
});

test('who may not write learns which right is missing', async () => {
  world.isAllowed = false;
  show(CONFIG_MAP_VIEW);
  const edit = screen.getByRole('button', { name: 'Edit' });
  expect(edit.title).toMatch(/configmaps/);
  await userEvent.click(edit);
  expect(world.searches).toEqual([]);
});

test('where Lanthorn was started without editing, Edit says so', async () => {
  allowOnly('object.delete');
  show(CONFIG_MAP_VIEW);
  const edit = screen.getByRole('button', { name: 'Edit' });
  expect(edit.title).toMatch(/--allow/);
  await userEvent.click(edit);
  expect(world.searches).toEqual([]);
});

test('a form that is asked for elsewhere opens on the page of its object, and on no other', async () => {
  show(DEPLOYMENT_VIEW, { spec: { replicas: 2 } });
  const target = { cluster: 'c', namespace: 'n', name: 'web' };
  act(() => askForm({ ...target, uid: 'u' }, 'mark'));
  await screen.findByRole('dialog');
  // Now that what draws it is loaded.
  act(() => askForm({ ...target, uid: 'another' }, 'mark'));
  expect(screen.queryByRole('dialog')).toBeNull();
});
