import { beforeEach, expect, test } from 'vitest';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import {
  clearDock,
  dockId,
  type DockedLogs,
  dockLogs,
  MAX_DOCKED,
  OPERATIONS_TAB,
  showDock,
  toggleDock,
  undock,
  useDock,
} from './dock-store.ts';

beforeEach(clearDock);

const logs = (name: string): DockedLogs => ({ cluster: 'c', view: POD_VIEW, namespace: 'n', name });
const names = () => useDock.getState().logs.map(({ name }) => name);
const shown = () => useDock.getState().shown;

test('logs are kept once, and shown; of too many the oldest goes', () => {
  dockLogs(logs('a'));
  dockLogs(logs('b'));
  dockLogs(logs('a'));
  expect([names(), shown()]).toEqual([['a', 'b'], dockId(logs('a'))]);
  for (let i = 0; i < MAX_DOCKED; i++) dockLogs(logs(`p${i}`));
  expect(names()).toEqual(Array.from({ length: MAX_DOCKED }, (_, i) => `p${i}`));
});

test('folded and unfolded it shows what it showed last, though that may have gone meanwhile', () => {
  toggleDock();
  expect(shown()).toBe(OPERATIONS_TAB);
  dockLogs(logs('a'));
  dockLogs(logs('b'));
  toggleDock();
  expect(shown()).toBeNull();
  undock(dockId(logs('b')));
  toggleDock();
  expect(shown()).toBe(dockId(logs('a')));
});

test('where the shown one is closed its neighbour is shown, and after the last the dock is folded', () => {
  dockLogs(logs('a'));
  dockLogs(logs('b'));
  undock(dockId(logs('b')));
  expect(shown()).toBe(dockId(logs('a')));
  showDock(OPERATIONS_TAB);
  undock(dockId(logs('a')));
  expect([names(), shown()]).toEqual([[], OPERATIONS_TAB]);
  dockLogs(logs('a'));
  undock(dockId(logs('a')));
  expect(shown()).toBeNull();
});
