import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { listAddress } from '../data/lists/list-memory.ts';
import { NOTHING_OPEN, type ViewState } from '../data/lists/view-state.ts';
import { isCommand } from '../ui/form/is-command.ts';
import { isInTerminal, isTyping } from '../ui/form/is-typing.ts';
import { OVERVIEW } from '../data/client/page-paths.ts';

/** After `g`, the letter of a kind or page. */
export const GO_KEYS: ReadonlyMap<string, string> = new Map([
  ['c', 'cronjobs'],
  ['j', 'jobs'],
  ['p', 'pods'],
  ['d', 'deployments'],
  ['n', 'nodes'],
  ['s', 'namespaces'],
  ['e', 'events'],
  ['o', OVERVIEW],
]);
/** Folds the navigation, and unfolds it. */
export const COLLAPSE_KEY = '[';
/** The same of the dock. */
export const DOCK_KEY = ']';
/** The open object in its other size: panel or page. */
export const SIZE_KEY = 'w';
/** A second key comes soon or was not meant. */
const SEQUENCE_MS = 1_200;

/** Views of the open object, as they stand in the address. */
const TAB_KEYS: ReadonlyMap<string, string | undefined> = new Map([
  ['l', 'logs'],
  ['y', 'yaml'],
  ['e', 'yaml:edit'],
  ['d', undefined],
]);

/** A row of a list has the focus: the key is about its object, not about the open one. */
function isOnRow({ target }: KeyboardEvent): boolean {
  return target instanceof Element && target.closest('[role$="grid"][aria-activedescendant]') !== null;
}

/** What is typed in a terminal is for what runs there. */
function isPaletteKey(event: KeyboardEvent): boolean {
  return (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k' && !isInTerminal(event);
}

/** Keys that work everywhere: palette, help, go to a kind, views of the open object, undo, close one layer. */
export function useGlobalKeys(options: {
  readonly state: ViewState;
  readonly onPalette: () => void;
  readonly onHelp: () => void;
  readonly onNamespaces: () => void;
  readonly onClusters: () => void;
  readonly onUndo: () => void;
  readonly onCollapse: () => void;
  readonly onDock: () => void;
  /** Null where no object is open. */
  readonly onResize: (() => void) | null;
}): void {
  const navigate = useNavigate();
  const latest = useRef(options);
  latest.current = options;
  useEffect(() => {
    let goUntil = 0;
    const onKey = (event: KeyboardEvent) => {
      const { state, onPalette, onHelp, onNamespaces, onClusters, onUndo, onCollapse, onDock, onResize } =
        latest.current;
      const simple: Readonly<Record<string, () => void>> = {
        '?': onHelp,
        [COLLAPSE_KEY]: onCollapse,
        [DOCK_KEY]: onDock,
        ...(onResize === null ? {} : { [SIZE_KEY]: onResize }),
        u: onUndo,
        n: onNamespaces,
        C: onClusters,
      };
      if (isPaletteKey(event)) {
        event.preventDefault();
        onPalette();
        return;
      }
      if (isTyping(event) || isCommand(event)) return;
      const isGo = performance.now() < goUntil;
      goUntil = event.key === 'g' ? performance.now() + SEQUENCE_MS : 0;
      const kind = isGo ? GO_KEYS.get(event.key) : undefined;
      if (kind !== undefined) {
        event.preventDefault();
        // The list's own keys must not see the second key.
        event.stopImmediatePropagation();
        void navigate({
          to: '/c/$cluster/$resource',
          params: { cluster: state.place, resource: kind },
          search: listAddress(state.place, kind, state.search.ns) as never,
        });
      } else if (Object.hasOwn(simple, event.key)) {
        // A field that opens must not get the letter.
        event.preventDefault();
        simple[event.key]?.();
      } else if (event.key === 'Escape' && state.search.open !== undefined) state.setSearch(NOTHING_OPEN);
      else if (
        TAB_KEYS.has(event.key) &&
        !isOnRow(event) &&
        (state.search.open !== undefined || state.name !== undefined)
      ) {
        event.preventDefault();
        state.setSearch({ tab: TAB_KEYS.get(event.key) });
      }
    };
    addEventListener('keydown', onKey, { capture: true });
    return () => removeEventListener('keydown', onKey, { capture: true });
  }, [navigate]);
}
