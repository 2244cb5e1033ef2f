import { create } from 'zustand';
import type { ObjectView } from '@lanthorn/views/cells/kind-view.ts';

/** The logs of an object, kept below the screen while one moves about. */
export interface DockedLogs {
  readonly cluster: string;
  readonly view: ObjectView;
  readonly namespace: string;
  readonly name: string;
}

interface DockState {
  readonly logs: readonly DockedLogs[];
  /** The tab that is shown; null while the dock is folded. */
  readonly shown: string | null;
  /** The tab that was shown last, for whoever unfolds it. */
  readonly last: string;
}

/** The tab of what was done. */
export const OPERATIONS_TAB = 'operations';
/** Each holds the streams of its pods open while it is shown, and a place in the head always. */
export const MAX_DOCKED = 8;

const EMPTY: DockState = { logs: [], shown: null, last: OPERATIONS_TAB };

export const useDock = create<DockState>(() => EMPTY);

export function dockId({ cluster, view, namespace, name }: DockedLogs): string {
  const { group, resource } = view.resource;
  return [cluster, group, resource, namespace, name].join('/');
}

/** Shows a tab; null folds the dock. */
export function showDock(shown: string | null): void {
  useDock.setState(before => ({ shown, last: shown ?? before.last }));
}

/** Folds the dock, or shows again what it showed last. */
export function toggleDock(): void {
  const { shown, last } = useDock.getState();
  showDock(shown === null ? last : null);
}

/** Keeps the logs of an object below the screen; of too many the oldest goes. */
export function dockLogs(logs: DockedLogs): void {
  const id = dockId(logs);
  useDock.setState(before => {
    const isThere = before.logs.some(each => dockId(each) === id);
    return { logs: isThere ? before.logs : [...before.logs, logs].slice(-MAX_DOCKED), shown: id, last: id };
  });
}

/** Takes logs out of the dock; beside the last of them stand the operations. */
export function undock(id: string): void {
  useDock.setState(before => {
    const logs = before.logs.filter(each => dockId(each) !== id);
    const [next] = logs.slice(-1);
    const other = next === undefined ? OPERATIONS_TAB : dockId(next);
    const isShown = before.shown === id;
    return {
      logs,
      shown: isShown ? (next === undefined ? null : other) : before.shown,
      last: before.last === id ? other : before.last,
    };
  });
}

/** For tests: as it is when the page opens. */
export function clearDock(): void {
  useDock.setState(EMPTY);
}
