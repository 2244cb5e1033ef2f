import { renderHook } from '@testing-library/react';
import type { KeyboardEvent as ReactKeyboardEvent } from 'react';
import { expect, test, vi } from 'vitest';
import { ACTION_RECORDS, actionsFor } from '@lanthorn/actions/action-records.ts';
import { KIND_ENTRIES } from '@lanthorn/views/cells/kind-entries.ts';
import { type ListSearch, validateSearch, type ViewState } from '../data/lists/view-state.ts';
import { onGridKey } from '../ui/grid/grid-keys.ts';
import { NEW_KEY } from '../features/resource-list/new-button.tsx';
import { KEYS } from './key-help.tsx';
import { useGlobalKeys } from './use-global-keys.ts';

vi.mock('@tanstack/react-router', () => ({ useNavigate: () => () => {} }));

/** Of every key that types a sign, and those that actions have. */
const ALL = [
  ...Array.from({ length: 0x7e - 0x20 + 1 }, (_, i) => String.fromCodePoint(0x20 + i)),
  ...ACTION_RECORDS.flatMap(({ key }) => (key === null || key.length === 1 ? [] : [key])),
];

/** What works everywhere while an object is open, and the letter before the name of a place. */
function globalKeys(): readonly string[] {
  const on = vi.fn();
  const state = { cluster: 'c', resource: 'pods', namespace: 'n', name: 'x', search: {}, setSearch: on };
  const { unmount } = renderHook(() =>
    useGlobalKeys({
      state: state as unknown as ViewState,
      onPalette: on,
      onHelp: on,
      onNamespaces: on,
      onClusters: on,
      onUndo: on,
      onCollapse: on,
      onDock: on,
      onResize: on,
    }),
  );
  const taken = ALL.filter(key => {
    const event = new KeyboardEvent('keydown', { key, cancelable: true });
    window.dispatchEvent(event);
    return event.defaultPrevented;
  });
  unmount();
  return [...taken, 'g'];
}

/** What the table itself takes of a focused row, before the row's own keys are asked. */
function gridKeys(): readonly string[] {
  const nothing = () => {};
  return ALL.filter(key => {
    let isLeft = false;
    const props = {
      columns: [],
      count: 1,
      focused: 0,
      read: null,
      isAtTop: false,
      isGrouped: false,
      rowAt: () => ({}),
      groupOf: () => null,
      onRowKey: () => {
        isLeft = true;
        return false;
      },
      ...Object.fromEntries(
        ['onStep', 'onJump', 'onOpen', 'onSelect', 'onSelectAll', 'onHold', 'onMenu', 'onRead'].map(name => [
          name,
          nothing,
        ]),
      ),
    };
    const event = { key, target: null, preventDefault: nothing, stopPropagation: nothing };
    onGridKey(event as unknown as ReactKeyboardEvent, props as unknown as Parameters<typeof onGridKey<object>>[1]);
    return !isLeft;
  });
}

const toldKeys = KEYS.flatMap(([keys]) => (/Ctrl|⇧/.test(keys) ? [] : keys.split(' '))).map(key =>
  key === 'Space' ? ' ' : key,
);

test('no key of the whole page, of the table and of an action means two things', () => {
  const everywhere = globalKeys();
  const inTable = gridKeys();
  expect(everywhere).toEqual(expect.arrayContaining(['w', 'n', 'u', '?', 'l', 'y', 'e', 'd', 'g']));
  expect(inTable).toEqual(expect.arrayContaining(['j', 'k', 'x', 'o', ' ']));
  const actions = new Set(ACTION_RECORDS.flatMap(({ key }) => key ?? []));
  const all = [...everywhere, ...inTable, ...actions, '/', NEW_KEY];
  expect(all.filter((key, i) => all.indexOf(key) !== i)).toEqual([]);
});

test('of one kind no two actions have the same key', () => {
  for (const { resource } of KIND_ENTRIES) {
    const keys = actionsFor(resource).flatMap(({ key }) => key ?? []);
    expect({ kind: resource.resource, keys }).toEqual({ kind: resource.resource, keys: [...new Set(keys)] });
  }
});

test('the help tells every key of an action and of the whole page, each once', () => {
  const letters = toldKeys.filter(key => !/^[↑↓←→↵]$/.test(key));
  expect(letters.filter((key, i) => letters.indexOf(key) !== i)).toEqual([]);
  const wanted = [...globalKeys(), ...ACTION_RECORDS.flatMap(({ key }) => key ?? [])].filter(key => key !== 'g');
  expect(wanted.filter(key => !letters.includes(key))).toEqual([]);
});

test('Escape closes the open object, and takes all of it out of the address', () => {
  let search: ListSearch = {
    ...{ q: 'web', open: 'n/x', tab: 'logs', log: 'error', around: '3', line: '2026-01-01T00:00:00Z' },
  };
  const setSearch = (change: object) => (search = validateSearch({ ...search, ...change }));
  const on = () => {};
  const keys = { onPalette: on, onHelp: on, onNamespaces: on, onClusters: on, onUndo: on, onCollapse: on, onDock: on };
  const state = { cluster: 'c', resource: 'pods', search, setSearch } as unknown as ViewState;
  const { unmount } = renderHook(() => useGlobalKeys({ state, ...keys, onResize: null }));
  window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
  unmount();
  expect(search).toEqual({ q: 'web' });
});
