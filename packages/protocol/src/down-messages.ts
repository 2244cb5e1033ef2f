import type { ActionKind } from '@lanthorn/actions/action-records.ts';
import type { Message, ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import type { Facets } from '@lanthorn/query/live-query.ts';
import type { FilterError } from '@lanthorn/query/filter-parser.ts';
import type { QueryState } from '@lanthorn/query/query-state.ts';
import type { TreeChange } from '@lanthorn/kube/edit/tree-changes.ts';
import type { StreamEnd } from './streams.ts';
import type { Status } from '@lanthorn/kube/api/status.ts';
import type { Problem } from './error-kinds.ts';
import type { IdentityKey } from './identity-key.ts';
import type { Preferences } from './preferences.ts';

/** A row on the wire: the fields of `Row`, cells in the order of its view's columns. */
export interface WireRow {
  readonly key: string;
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly createdAt: number | null;
  readonly ownerUid: string;
  /** Left out where it has none. */
  readonly owner?: { readonly apiVersion: string; readonly kind: string; readonly name: string };
  readonly cells: readonly unknown[];
  /** No row: the line before the rows of a group, its value and how many of it match. */
  readonly group?: { readonly value: string; readonly count: number; readonly isFolded: boolean };
  /** Told where they were asked for: its labels, and what it refers to, as views find it. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly relations?: unknown;
}

/** What changed of a list since the last frame; what is not named stays. */
export interface ListFrame {
  readonly type: 'list';
  readonly id: number;
  /** First of the window; the window's keys in order. */
  readonly offset?: number;
  /** With an offset that an anchor led to: that anchor. */
  readonly anchor?: string;
  readonly keys?: readonly string[];
  readonly rows?: readonly WireRow[];
  /** Rows that match; null while they are counted, when the first of them are told already. */
  readonly matched?: number | null;
  /** Rows that there are in a held order, which keeps those that match no more; null where they are those that match. */
  readonly length?: number | null;
  /** Lines of a list that is grouped: its groups, and the rows of those that are not folded. Null where it is not. */
  readonly lines?: number | null;
  /** Keys in the window that match no more. */
  readonly left?: readonly string[];
  readonly total?: number;
  /** Rows that came while the order was held. */
  readonly held?: number;
  readonly facets?: Facets;
  /** Uids of objects that are no more, in a list of which something is selected: also those whose name another object has now. */
  readonly gone?: readonly string[];
  readonly state?: QueryState;
  /** Of a list of several clusters: how each is. */
  readonly clusters?: Readonly<Record<string, QueryState>>;
  readonly filterError?: FilterError | null;
  /** What these rows were filtered by: a new filter is answered a moment after it was asked for. */
  readonly filter?: string;
  /** From now on the rows are those of this question of the tab, as it numbered it. */
  readonly asked?: number;
}

/** Answers what rows of a list stand between two, these included, in either order. */
export interface RangeFrame {
  readonly type: 'range';
  readonly id: number;
  readonly from: string;
  readonly to: string;
  /** All of them; else why not: one of the two is not in the list, there are more than an operation may have targets, or the tab reads too slowly. */
  readonly answer: { readonly rows: readonly WireRow[] } | { readonly refusal: 'gone' | 'tooMany' | 'busy' };
}

export interface ObjectFrame {
  readonly type: 'object';
  readonly id: number;
  /** The object as the server sent it (Secrets without values); null when it is gone. */
  readonly object?: unknown;
  readonly state?: QueryState;
}

/** `settled`: what was started (a Job) came to its result, which the message says. */
export type OperationPhase = 'sent' | 'accepted' | 'seen' | 'settled' | 'failed';

/** One target of an operation and how far it is. */
export interface OperationTarget {
  readonly target: ObjectTarget;
  readonly phase: OperationPhase;
  /** The object created, where the action creates one. */
  readonly created: { readonly name: string } | null;
  readonly status: Status | null;
  readonly message: string;
  /** The same by hand; '' until it was planned. */
  readonly kubectl: string;
  /** The change is recorded so that it can be taken back, and was not taken back yet. */
  readonly canUndo: boolean;
  /** A later operation took it back. */
  readonly isUndone: boolean;
}

/** What an operation is, without what it is done to. */
export interface OperationHead {
  readonly id: string;
  /** Whose it is: told to that person alone, and taken back by nobody else. */
  readonly identity: IdentityKey;
  readonly kind: ActionKind;
  /** The kubeconfig user it was done as. */
  readonly user: string;
  /** The operation this one takes back. */
  readonly undoOf: string | null;
  /**
   * What it takes back in the end: the kind of the first operation of the chain, and how many undos the chain has. An odd number undoes
   * that operation, an even one does it again. Null where it takes nothing back.
   */
  readonly undoes: { readonly kind: ActionKind; readonly depth: number } | null;
  readonly startedAt: number;
  /** Why it was done, as whoever did it says; absent where they did not. */
  readonly reason?: string;
}

/** An operation as everybody sees it. */
export interface Operation extends OperationHead {
  /** Counts its changes: an answer that was overtaken by news must not undo them. */
  readonly revision: number;
  readonly targets: readonly OperationTarget[];
}

/** Whether what is done is kept. */
export interface HistoryState {
  /** What is kept outlasts this process. */
  readonly isLasting: boolean;
  /** Why nothing can be kept or read now, in the words of the system; null while it can. */
  readonly problem: string | null;
  /** Records that were met and could not be read. */
  readonly unreadable: number;
}

/** What a person prefers, as it is now: told to every tab that opens, and to all when it changes. Answer of `POST /api/preferences`. */
export interface PreferencesState {
  readonly chosen: Preferences;
  /** Counts the changes of this process: an answer that was overtaken by news must not undo them. */
  readonly revision: number;
  /** Whether it outlasts this process, and another browser finds it. */
  readonly isKept: boolean;
  /** Why it is not kept, in the words of the system; '' where it is, and where nothing is to be kept (a demo). */
  readonly problem: string;
}

/** What a cluster's clock shows, for every age and every time that has yet to come on its screens. */
export interface ClockMessage {
  readonly type: 'clock';
  readonly cluster: string;
  /** Milliseconds, when this was sent. */
  readonly now: number;
  /** False where the cluster does not tell its time: then it is that of the machine that Lanthorn's server runs on. */
  readonly isKnown: boolean;
}

/** What is said of a stream beside its bytes: so many bytes of the tab were taken in; it is over, and why. */
export type StreamMessage =
  | { readonly type: 'ack'; readonly id: number; readonly bytes: number }
  | { readonly type: 'end'; readonly id: number; readonly end: StreamEnd };

/** That the change set of a cluster is another now; what is in it is asked for. */
export interface ChangeSetMessage {
  readonly type: 'changeSet';
  readonly cluster: string;
  readonly steps: number;
  /** Counts the changes of this process. */
  readonly revision: number;
}

export type DownMessage =
  | { readonly type: 'welcome'; readonly version: number; readonly session: string }
  /** The page is of another version than the server: it must reload. */
  | { readonly type: 'reload'; readonly version: number }
  | { readonly type: 'pong' }
  | ListFrame
  | ObjectFrame
  | StreamMessage
  | RangeFrame
  | ClockMessage
  | { readonly type: 'operation'; readonly operation: Operation }
  | { readonly type: 'history'; readonly history: HistoryState }
  | { readonly type: 'preferences'; readonly preferences: PreferencesState }
  | ChangeSetMessage
  /** A message of the tab could not be carried out; the tab goes on. The subscription it was about, null where it was about none. */
  | { readonly type: 'refused'; readonly id: number | null; readonly problem: Problem };

/** A clash of a merge, its place as `pathText` writes it; absent sides are left out. */
export interface WireClash {
  readonly path: string;
  readonly base?: unknown;
  readonly mine?: unknown;
  readonly live?: unknown;
}

/** Preview of one target: what the server says to a dry run. */
export interface TargetPreview {
  readonly target: ObjectTarget;
  readonly effects: readonly Message[];
  readonly kubectl: string;
  readonly isDone: boolean;
  readonly warnings: readonly string[];
  /** The dry run's refusal, whole; null when it was accepted. */
  readonly refusal: Status | null;
  /** Name of what would be created. */
  readonly creates: string | null;
  /** What the dry run's answer differs in from the object as it is. */
  readonly changes: readonly TreeChange[];
  /** It needs what an earlier target of the same operation makes, and so it could not be tried. */
  readonly isUntried?: boolean;
  /** The target goes with it; what takes an operation back may delete some of its targets and change others. */
  readonly deletes?: true;
  /** Places that both sides changed: each must be decided before it can be sent. */
  readonly clashes: readonly WireClash[];
}
