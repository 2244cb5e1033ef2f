import { create } from 'zustand';
import type { ObjectTarget, OpenedBeside } from '@lanthorn/actions/machinery/action.ts';
import type { ObjectView } from '@lanthorn/views/cells/kind-view.ts';
import { MAX_TERMINALS } from '@lanthorn/protocol/streams.ts';
import { wantObject } from '../objects/wanted-object.ts';
import type { LogRow } from '../logs/selection/row-containers.ts';
import { type DockedTerminal, keepTerminals, keptBeside, keptTerminals } from './docked-terminal.ts';

/** The logs of an object, kept below the screen while one moves about. */
export interface DockedLogs {
  readonly cluster: string;
  readonly view: ObjectView;
  readonly namespace: string;
  readonly name: string;
}

/** The logs of several objects of a kind as one. */
export interface DockedSelection {
  readonly id: string;
  readonly view: ObjectView;
  readonly rows: readonly LogRow[];
}

interface DockState {
  readonly logs: readonly DockedLogs[];
  readonly selections: readonly DockedSelection[];
  readonly terminals: readonly DockedTerminal[];
  /** Ports of this machine, with the object whose port may be the next; null while nobody asked for them. */
  readonly ports: { readonly target: ObjectTarget | null } | null;
  /** The recordings of terminals were asked for. */
  readonly recordings: boolean;
  /** The tab that is shown; null while the dock is folded. */
  readonly shown: string | null;
  /** Tabs that are seen side by side, in this order, while one of them is shown: two at least, or none. */
  readonly beside: readonly string[];
  /** The tab that was shown last, for whoever unfolds it. */
  readonly last: string;
  /** The terminal that is shown again since a reload: nobody has asked for it, so it leaves the focus where it is. */
  readonly recalled: string | null;
}

/** The tab of what was done. */
export const OPERATIONS_TAB = 'operations';
export const PORTS_TAB = 'ports';
export const RECORDINGS_TAB = 'recordings';
/** The key that puts something beside what is shown. */
export const BESIDE_KEY = '\\';
/** Each holds the streams of its pods open while it is shown, and a place in the head always. */
export const MAX_DOCKED = 8;
/** Side by side: of more none has the width of a terminal's line on a large screen. */
export const MAX_BESIDE = 3;

const EMPTY: DockState = {
  logs: [],
  selections: [],
  terminals: [],
  ports: null,
  recordings: false,
  shown: null,
  beside: [],
  last: OPERATIONS_TAB,
  recalled: null,
};

export const useDock = create<DockState>(() => EMPTY);

export function dockId({ cluster, view, namespace, name }: DockedLogs): string {
  const { group, resource } = view.resource;
  return [cluster, group, resource, namespace, name].join('/');
}

/** Shows a tab; null folds the dock. */
export function showDock(shown: string | null): void {
  useDock.setState(before => ({ shown, last: shown ?? before.last, recalled: null }));
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
    const all = isThere ? before.logs : [...before.logs, logs].slice(-MAX_DOCKED);
    return { logs: all, shown: id, last: id, beside: stillBeside({ ...before, logs: all }) };
  });
}

/** Keeps the logs of what was selected below the screen, as one; of too many the oldest goes. */
export function dockSelection(view: ObjectView, rows: readonly LogRow[]): void {
  const [only] = rows;
  if (only !== undefined && rows.length === 1) return dockLogs({ ...only, view });
  const uids = namesOf(rows);
  useDock.setState(before => {
    const known = before.selections.find(each => namesOf(each.rows) === uids);
    const id = known?.id ?? crypto.randomUUID();
    const all = known === undefined ? [...before.selections, { id, view, rows }].slice(-MAX_DOCKED) : before.selections;
    return { selections: all, shown: id, last: id, beside: stillBeside({ ...before, selections: all }) };
  });
}

function namesOf(rows: readonly LogRow[]): string {
  return rows
    .map(({ uid }) => uid)
    .toSorted()
    .join();
}

/** Terminals stand behind the logs, each under its session, and ports and recordings behind these. */
function idsOf({
  logs,
  selections,
  terminals,
  ports,
  recordings,
}: Pick<DockState, 'logs' | 'selections' | 'terminals' | 'ports' | 'recordings'>): string[] {
  return [
    ...logs.map(dockId),
    ...selections.map(({ id }) => id),
    ...terminals.map(({ session }) => session),
    ...(ports === null ? [] : [PORTS_TAB]),
    ...(recordings ? [RECORDINGS_TAB] : []),
  ];
}

/** Those side by side of which something is left: one alone stands beside nothing. */
function stillBeside(state: DockState): readonly string[] {
  const all = [...idsOf(state), OPERATIONS_TAB];
  const left = state.beside.filter(id => all.includes(id));
  return left.length < 2 ? [] : left;
}

/** What is seen at once: the shown tab, and those beside it. */
export function seenTabs({ shown, beside }: Pick<DockState, 'shown' | 'beside'>): readonly string[] {
  if (shown === null) return [];
  return beside.includes(shown) ? beside : [shown];
}

/** What `open` shows stands to the right of what was shown before, where there is room for one more. */
export function openBesideShown(open: () => void): void {
  const { shown: before, beside } = useDock.getState();
  const seen = seenTabs({ shown: before, beside });
  open();
  const { shown } = useDock.getState();
  if (before === null || shown === null || seen.includes(shown) || seen.length >= MAX_BESIDE) return;
  useDock.setState({ beside: seen.toSpliced(seen.indexOf(before) + 1, 0, shown) });
  keep();
}

/** The shown tab is seen alone again. */
export function endBeside(): void {
  useDock.setState({ beside: [] });
  keep();
}

function keep(): void {
  const { terminals, beside } = useDock.getState();
  keepTerminals(terminals, beside);
}

/** Shows the ports of this machine, and offers those of this object. */
export function dockPorts(target: ObjectTarget | null): void {
  useDock.setState({ ports: { target }, shown: PORTS_TAB, last: PORTS_TAB });
}

/** Shows the recordings of terminals that are kept. */
export function dockRecordings(): void {
  useDock.setState({ recordings: true, shown: RECORDINGS_TAB, last: RECORDINGS_TAB });
}

/** Opens beside the screen what an action opens there. */
export function openBeside(what: OpenedBeside, target: ObjectTarget): void {
  const { cluster, namespace, name: pod } = target;
  if (what === 'ports') dockPorts(target);
  else if (what === 'files') wantObject({ target, tab: 'files' });
  else dockTerminal({ cluster, namespace, pod, container: '', mode: what });
}

/** Shows the terminal of this place, or opens one. Where there are as many as may be, it says so itself and takes no other's place. */
export function dockTerminal(place: Omit<DockedTerminal, 'session'>, how: 'found' | 'another' = 'found'): void {
  const isSame = (each: DockedTerminal) =>
    each.cluster === place.cluster &&
    each.namespace === place.namespace &&
    each.pod === place.pod &&
    each.mode === place.mode;
  const known = how === 'found' ? useDock.getState().terminals.findLast(isSame) : undefined;
  if (known !== undefined) return showDock(known.session);
  const terminal = { ...place, session: crypto.randomUUID() };
  return changeTerminals(before => [...before, terminal].slice(0, MAX_TERMINALS + 1), terminal.session);
}

/** Another terminal in the place of one: in another container, or once more after it has ended. */
export function replaceTerminal(session: string, change: Partial<Pick<DockedTerminal, 'container'>> = {}): void {
  const next = crypto.randomUUID();
  useDock.setState(({ beside }) => ({ beside: beside.map(id => (id === session ? next : id)) }));
  changeTerminals(
    before => before.map(each => (each.session === session ? { ...each, ...change, session: next } : each)),
    next,
  );
}

function changeTerminals(
  change: (before: readonly DockedTerminal[]) => readonly DockedTerminal[],
  wanted: string,
): void {
  useDock.setState(before => {
    const terminals = change(before.terminals);
    const shown = terminals.some(({ session }) => session === wanted) ? wanted : (terminals.at(-1)?.session ?? null);
    return { terminals, shown, last: shown ?? before.last, beside: stillBeside({ ...before, terminals }) };
  });
  keep();
}

/** Terminals that the tab had open before it was reloaded. They are shown when somebody unfolds them. */
export function recallTerminals(): void {
  const terminals = keptTerminals().slice(0, MAX_TERMINALS);
  const beside = stillBeside({ ...EMPTY, terminals, beside: keptBeside() });
  const first = beside[0] ?? terminals[0]?.session;
  if (first !== undefined) useDock.setState({ terminals, beside, shown: first, last: first, recalled: first });
}

/** Takes logs, a terminal or the ports out of the dock; beside the last of them stand the operations. */
export function undock(id: string): void {
  useDock.setState(before => {
    const logs = before.logs.filter(each => dockId(each) !== id);
    const selections = before.selections.filter(each => each.id !== id);
    const terminals = before.terminals.filter(({ session }) => session !== id);
    const ports = id === PORTS_TAB ? null : before.ports;
    const recordings = before.recordings && id !== RECORDINGS_TAB;
    const neighbour = seenTabs(before).findLast(each => each !== id);
    const left = { logs, selections, terminals, ports, recordings };
    const next = neighbour ?? idsOf(left).at(-1);
    const isShown = before.shown === id;
    return {
      ...left,
      beside: stillBeside({ ...before, ...left }),
      shown: isShown ? (next ?? null) : before.shown,
      last: before.last === id ? (next ?? OPERATIONS_TAB) : before.last,
    };
  });
  keep();
}

/** For tests: as it is when the page opens. */
export function clearDock(): void {
  useDock.setState(EMPTY);
}
