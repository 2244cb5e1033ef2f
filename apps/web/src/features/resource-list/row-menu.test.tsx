import { render, renderHook, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { CONFIG_MAP_VIEW } from '@lanthorn/views/kinds/core/configmaps.ts';
import { EVENT_VIEW } from '@lanthorn/views/kinds/core/events.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { DEPLOYMENT_VIEW } from '@lanthorn/views/kinds/apps/deployments.ts';
import { useAskedForm } from '../../data/actions/use-asked-form.ts';
import { startedWith } from '../../data/client/test-clusters.ts';
import { RowMenu } from './row-menu.tsx';

const world = vi.hoisted(() => ({ isAllowed: true }));
vi.mock('../../data/actions/use-access.ts', () => ({
  useAccessIn: (rights: readonly unknown[]) => rights.map(() => world.isAllowed),
}));
vi.mock('../../data/client/use-served-kinds.ts', () => ({ useServedKinds: () => null }));
vi.mock('../../data/apply/use-clone-item.ts', () => ({ useCloneItem: () => null }));

beforeEach(() => {
  world.isAllowed = true;
  startedWith(null);
});

const onTab = vi.fn();
function show(view: KindView, hasSelection = false): readonly string[] {
  const row = { key: 'n/web', uid: 'u', name: 'web', namespace: 'n', createdAt: 0, ownerUid: '', cells: [] };
  const selection = { selected: new Map(hasSelection ? [[row.key, row]] : []) };
  render(
    <RowMenu view={view} cluster="c" at={{ row, x: 0, y: 0 }} {...{ selection }} onTab={onTab} onClose={() => {}} />,
  );
  return screen.queryAllByRole('menuitem').map(item => `${item.textContent} (${item.ariaKeyShortcuts ?? ''})`);
}

test('the logs and the text stand in the menu with their keys, where they stand on the page of the object', () => {
  expect(show(POD_VIEW).slice(0, 3)).toEqual(['Logsl (l)', 'Terminals (s)', 'Edite (e)']);
  document.body.replaceChildren();
  expect(show(DEPLOYMENT_VIEW).slice(3, 5)).toEqual(['Logsl (l)', 'Edite (e)']);
});

test('while rows are selected the key of logs opens theirs: it does not stand beside those of one', () => {
  expect(show(POD_VIEW, true).slice(0, 3)).toEqual(['Logs ()', 'Terminals (s)', 'Edite (e)']);
});

test('what has no logs has none to look at, and what nobody writes is not edited', () => {
  expect(show(CONFIG_MAP_VIEW).join()).not.toContain('Logs');
  document.body.replaceChildren();
  expect(show(EVENT_VIEW).join()).not.toMatch(/Logs|Edit/);
});

test('they lead to their tabs', async () => {
  show(POD_VIEW);
  await userEvent.click(screen.getByRole('menuitem', { name: /Logs/ }));
  await userEvent.click(screen.getByRole('menuitem', { name: /Edit/ }));
  expect(onTab.mock.calls.map(([row, tab]) => [row.name, tab])).toEqual([
    ['web', 'logs'],
    ['web', 'yaml:edit'],
  ]);
});

test('what begins with a form stands in the menu, too: it opens with its object, beside the list', async () => {
  const form = renderHook(() => useAskedForm('u'));
  expect(show(DEPLOYMENT_VIEW).join()).toContain('Scale…');
  await userEvent.click(screen.getByRole('menuitem', { name: /Scale…/ }));
  expect(onTab.mock.calls.at(-1)?.slice(1)).toEqual([undefined]);
  expect(form.result.current).toBe('scale');
});

test('who may not write reads which right is missing', async () => {
  world.isAllowed = false;
  show(CONFIG_MAP_VIEW);
  const edit = screen.getByRole('menuitem', { name: /Edit/ });
  expect([edit.ariaDisabled, edit.textContent]).toEqual(['true', expect.stringContaining('configmaps')]);
});

test('who may not read the logs of its pods reads which right is missing; pressed, they are not opened', async () => {
  world.isAllowed = false;
  onTab.mockClear();
  show(DEPLOYMENT_VIEW);
  const logs = screen.getByRole('menuitem', { name: /Logs/ });
  expect([logs.ariaDisabled, logs.textContent]).toEqual(['true', expect.stringContaining('get pods/log')]);
  await userEvent.click(logs);
  expect(onTab).not.toHaveBeenCalled();
});
