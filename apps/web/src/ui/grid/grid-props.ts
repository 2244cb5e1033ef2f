import type { ReactNode } from 'react';

export interface GridColumn<R> {
  readonly id: string;
  readonly title: string;
  readonly width: number;
  readonly align: 'left' | 'right';
  /** Where it stands in a row of two lines; without it a narrow screen leaves it out. */
  readonly place?: 'state' | 'detail' | 'when';
  /** Somebody asked for it: where rows have two lines it comes before other details, with its title. */
  readonly isChosen?: boolean;
  /** Where and since when the row's object is: read after what it is. */
  readonly isBeside?: boolean;
  /** Nothing stands there: a row of two lines has no dash for it. */
  readonly isEmptyAt?: (row: R) => boolean;
  readonly render: (row: R) => ReactNode;
  /** Whether its cell shows something else than before; then it flashes. */
  readonly isChanged?: (before: R, after: R) => boolean;
}

export interface GridSort {
  readonly column: string;
  readonly descending: boolean;
}

/** Behind the last column, where there are more than are shown, or might be fewer. */
export interface GridBeyond {
  readonly label: string;
  readonly mark: string;
  readonly onPress: () => void;
}

/** The line before the rows of a group. */
export interface GridGroup {
  readonly title: string;
  readonly value: string;
  readonly count: number;
  readonly isFolded: boolean;
}

/** One group the other way, or all of them one way. */
export type GridFold = { readonly value: string } | { readonly all: 'fold' | 'unfold' };

export interface VirtualGridProps<R> {
  readonly label: string;
  readonly columns: readonly GridColumn<R>[];
  readonly beyond: GridBeyond | null;
  readonly count: number;
  /** The row at a position, or undefined while it is on its way. */
  readonly rowAt: (index: number) => R | undefined;
  readonly keyOf: (row: R) => string;
  /** What a row's controls are named by. */
  readonly nameOf: (row: R) => string;
  /** The group that a row stands before, which then is no object; null for others. */
  readonly groupOf: (row: R) => GridGroup | null;
  readonly isGrouped: boolean;
  readonly onFold: (fold: GridFold) => void;
  /** What is to be known of a row as a whole. */
  readonly noteOf: (row: R) => string | null;
  readonly sort: readonly GridSort[];
  readonly selected: ReadonlyMap<string, R>;
  /** Where the focus is drawn; -1 for nowhere. */
  readonly focused: number;
  /** Counts how often a hand has moved the focus. */
  readonly moves: number;
  /** There is nothing above the focus but the titles. */
  readonly isAtTop: boolean;
  /** The row whose object is open beside the grid. */
  readonly opened: string | null;
  /** The rows moved by so many places under the reader: the grid follows, so that each stays where it is on screen. */
  readonly moved: { readonly by: number } | null;
  /** How far it is scrolled when it opens, in rows, which need not be whole; and how far it was when it goes. */
  readonly start: number;
  readonly onLeave: (scrolled: number) => void;
  /** The focus moves by so many rows, or to a place. */
  readonly onStep: (by: number, isExtending: boolean) => void;
  readonly onJump: (index: number, isExtending: boolean) => void;
  readonly onRange: (offset: number, limit: number) => void;
  readonly onSort: (column: string, additive: boolean) => void;
  /** `isDone` when the hand has let go. */
  readonly onResize: (column: string, width: number, isDone: boolean) => void;
  /** To which place of the columns; the first one stays. */
  readonly onMove: (column: string, to: number) => void;
  readonly onSelect: (row: R, index: number, mode: 'toggle' | 'range') => void;
  readonly onSelectAll: () => void;
  readonly onOpen: (row: R, index: number, how: 'panel' | 'page') => void;
  readonly onMenu: (row: R, index: number, at: { readonly x: number; readonly y: number }) => void;
  /** Any other key on the focused row; whether it meant something. */
  readonly onRowKey: (row: R, key: string) => boolean;
  /** The reader's pointer or focus is in the table: rows should stay where they are. */
  readonly onHold: (hold: boolean) => void;
}
