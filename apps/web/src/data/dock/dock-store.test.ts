import { beforeEach, expect, test } from 'vitest';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import {
  clearDock,
  dockId,
  type DockedLogs,
  dockLogs,
  dockSelection,
  dockTerminal,
  endBeside,
  MAX_DOCKED,
  openBesideShown,
  OPERATIONS_TAB,
  recallTerminals,
  replaceTerminal,
  seenTabs,
  showDock,
  toggleDock,
  undock,
  useDock,
} from './dock-store.ts';

beforeEach(() => {
  sessionStorage.clear();
  clearDock();
});

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

const place = { cluster: 'c', namespace: 'n', pod: 'p', container: '', mode: 'shell' } as const;
const terminals = () => useDock.getState().terminals;

test('a terminal is opened once for its place, another when it is asked for; in another container it is another session', () => {
  dockTerminal(place);
  const [first] = terminals();
  dockTerminal({ ...place, mode: 'attach' });
  dockTerminal(place);
  expect([terminals().length, shown()]).toEqual([2, first?.session]);
  dockTerminal(place, 'another');
  expect(terminals()).toHaveLength(3);
  replaceTerminal(first?.session ?? '', { container: 'side' });
  expect(terminals()[0]).toMatchObject({ container: 'side', pod: 'p' });
  expect([terminals()[0]?.session === first?.session, shown()]).toEqual([false, terminals()[0]?.session]);
});

test('of too many none takes the place of another: the last says so itself', () => {
  for (let i = 0; i < 20; i++) dockTerminal({ ...place, pod: `p${i}` });
  expect(terminals().map(({ pod }) => pod)).toEqual(Array.from({ length: 9 }, (_, i) => `p${i}`));
});

test('after a reload the terminals of this tab are there again, those that were closed are not; what is no such record is none', () => {
  dockTerminal(place);
  dockTerminal({ ...place, pod: 'q' });
  undock(terminals()[0]?.session ?? '');
  const before = terminals();
  clearDock();
  recallTerminals();
  expect([terminals(), shown()]).toEqual([before, before[0]?.session]);
  for (const kept of ['no JSON', '7', '[{"session":"x"}]', '[null]']) {
    sessionStorage.setItem('lanthorn.terminals', kept);
    clearDock();
    recallTerminals();
    expect([terminals(), shown()]).toEqual([[], null]);
  }
});

const seen = () => seenTabs(useDock.getState());
const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(name => dockId(logs(name))) as [string, string, string, string];
const besideLogs = (name: string) => openBesideShown(() => dockLogs(logs(name)));

test('what is opened beside stands right of what is shown, up to three; each of them shows all of them, another tab itself', () => {
  dockLogs(logs('a'));
  besideLogs('b');
  showDock(a);
  besideLogs('c');
  expect([seen(), shown()]).toEqual([[a, c, b], c]);
  besideLogs('d');
  expect(seen()).toEqual([d]);
  showDock(b);
  expect(seen()).toEqual([a, c, b]);
  showDock(null);
  expect(seen()).toEqual([]);
  showDock(c);
  endBeside();
  expect(seen()).toEqual([c]);
});

test('what is closed leaves those beside it, of whom a neighbour is shown; one alone is beside nothing', () => {
  dockLogs(logs('d'));
  dockLogs(logs('a'));
  besideLogs('b');
  besideLogs('c');
  undock(c);
  expect([seen(), shown()]).toEqual([[a, b], b]);
  undock(a);
  expect([seen(), useDock.getState().beside]).toEqual([[b], []]);
});

test('terminals side by side are so again after a reload, also one that was replaced; logs beside them are gone', () => {
  dockTerminal(place);
  openBesideShown(() => dockTerminal(place, 'another'));
  replaceTerminal(terminals()[0]?.session ?? '', { container: 'side' });
  besideLogs('a');
  const sessions = terminals().map(({ session }) => session);
  expect(seen()).toEqual([sessions[0], a, sessions[1]]);
  clearDock();
  recallTerminals();
  expect(seen()).toEqual(sessions);
});

test('the logs of a selection are kept once, whatever its order; of one object they are its own; they close as others do', () => {
  const rows = ['a', 'b'].map(name => ({
    ...{ cluster: 'c', namespace: 'n', name, uid: name },
    resource: POD_VIEW.resource,
  }));
  dockSelection(POD_VIEW, rows);
  const first = shown();
  dockSelection(POD_VIEW, rows.slice(0, 1));
  expect(names()).toEqual(['a']);
  dockSelection(POD_VIEW, rows.toReversed());
  expect([useDock.getState().selections.length, shown()]).toEqual([1, first]);
  undock(first ?? '');
  expect([useDock.getState().selections, shown()]).toEqual([[], dockId(logs('a'))]);
});
