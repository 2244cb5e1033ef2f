/** A row as far as choosing it goes: where it stands by `key`, which object it is by `uid`. */
export interface Identified {
  readonly key: string;
  readonly uid: string;
  /** It stands for a group of rows and is none: it has the focus as they have, and is never chosen. */
  readonly group?: unknown;
}

/** The part of a list that is known: `keys[0]` stands at `offset` of `count` rows. */
export interface RowWindow<R extends Identified> {
  readonly offset: number;
  readonly keys: readonly string[];
  readonly rows: ReadonlyMap<string, R>;
  readonly count: number;
  /** What the rows were filtered by. */
  readonly filter: string;
  /** The list is read: who is not in it is not there. */
  readonly isComplete: boolean;
}

/** Where a hand is in a list. Only `on` is about an object, and only that object is acted on. */
export type Focus =
  /** `index` is where it was seen last; without a uid, any object of that key. */
  | { readonly kind: 'on'; readonly key: string; readonly uid: string | null; readonly index: number }
  /** A row that has not arrived, of the list of that filter where one is named. */
  | { readonly kind: 'awaited'; readonly index: number; readonly filter: string | null; readonly isExtending: boolean }
  /** Its object went: nobody's until a hand moves it, or that very object is there again. */
  | { readonly kind: 'gone'; readonly key: string; readonly uid: string | null; readonly index: number };

/** What has been asked of the server and not been answered. Another choice takes its place, and its answer is then dropped. */
export type Wanted =
  | { readonly kind: 'range'; readonly from: string; readonly to: string }
  /** All that match. */
  | { readonly kind: 'all' };

/** What a hand has done to a list: all of it belongs to objects, so rows may come, go and move meanwhile. */
export interface ListModel<R extends Identified> {
  readonly selected: ReadonlyMap<string, R>;
  /** What was selected and is no more, by uid, until another selection begins: it is counted and never acted on. */
  readonly gone: ReadonlyMap<string, R>;
  readonly focus: Focus | null;
  /** Where the next range begins. A row that was ticked keeps it, one that was only clicked until the focus goes on without Shift. */
  readonly anchor: { readonly key: string; readonly isTicked: boolean } | null;
  /** What the last range added; the next one from the same row replaces it. */
  readonly range: readonly string[];
  readonly wanted: Wanted | null;
  /** Counts the times that a hand moved the focus: only then does the list scroll to it. */
  readonly moves: number;
}

/** Nothing is selected yet; the focus may be where it was left. */
export function emptyModel<R extends Identified>(focus: Focus | null = null): ListModel<R> {
  return { selected: new Map(), gone: new Map(), focus, anchor: null, range: [], wanted: null, moves: 0 };
}

function keyAt<R extends Identified>({ keys, offset }: RowWindow<R>, index: number): string | null {
  return keys[index - offset] ?? null;
}

/** The list has changed: what is focused keeps to its object, a row that was awaited may be there, and who is replaced is not selected. */
export function followRows<R extends Identified>(before: ListModel<R>, rows: RowWindow<R>): ListModel<R> {
  const model = loseRows(before, replacedIn(before.selected, rows));
  const { focus } = model;
  const next = focus === null ? null : followFocus(focus, rows);
  if (next === focus) return model;
  const followed = { ...model, focus: next };
  return focus?.kind === 'awaited' && focus.isExtending && next?.kind === 'on'
    ? extendTo(followed, rows, next.key)
    : followed;
}

function followFocus<R extends Identified>(focus: Focus, rows: RowWindow<R>): Focus {
  if (focus.kind === 'awaited') {
    const isTheirs = focus.filter === null || focus.filter === rows.filter;
    // What was to be the first may be the last of fewer.
    const index = isTheirs && rows.isComplete ? Math.min(focus.index, Math.max(0, rows.count - 1)) : focus.index;
    const row = isTheirs ? rowAt(rows, index) : undefined;
    return row === undefined ? focus : { kind: 'on', key: row.key, uid: row.uid, index };
  }
  const row = rows.rows.get(focus.key);
  if (row !== undefined && (focus.uid === null || focus.uid === row.uid)) {
    const index = rows.offset + rows.keys.indexOf(row.key);
    const isSame = focus.kind === 'on' && focus.index === index && focus.uid === row.uid;
    return isSame ? focus : { kind: 'on', key: row.key, uid: row.uid, index };
  }
  // Another object of its name is there, or its place is known and another row stands there.
  const isGone =
    row !== undefined || (rows.isComplete && (keyAt(rows, focus.index) !== null || focus.index >= rows.count));
  return isGone && focus.kind === 'on' ? { ...focus, kind: 'gone' } : focus;
}

function rowAt<R extends Identified>(rows: RowWindow<R>, index: number): R | undefined {
  const key = keyAt(rows, index);
  return key === null ? undefined : rows.rows.get(key);
}

/** An object of the same name as one that was selected is another object: uids of those that were. */
function replacedIn<R extends Identified>(
  selected: ReadonlyMap<string, R>,
  { rows }: RowWindow<R>,
): ReadonlySet<string> {
  if (selected.size === 0) return new Set();
  return new Set(
    [...rows.values()].flatMap(row => {
      const uid = selected.get(row.key)?.uid;
      return uid === undefined || uid === row.uid ? [] : [uid];
    }),
  );
}

/** Objects of these uids are no more. */
export function loseRows<R extends Identified>(model: ListModel<R>, uids: ReadonlySet<string>): ListModel<R> {
  const lost = uids.size === 0 ? [] : [...model.selected.values()].filter(({ uid }) => uids.has(uid));
  if (lost.length === 0) return model;
  const selected = new Map(model.selected);
  const gone = new Map(model.gone);
  for (const row of lost) {
    selected.delete(row.key);
    gone.set(row.uid, row);
  }
  return { ...model, selected, gone };
}

/** The row that keys act on: the very object that was focused, as long as it is there to be seen. */
export function focusedRow<R extends Identified>({ focus }: ListModel<R>, rows: RowWindow<R>): R | undefined {
  const row = focus?.kind === 'on' ? rows.rows.get(focus.key) : undefined;
  return row?.group === undefined ? row : undefined;
}

/** Where the focus is drawn; -1 for nowhere. */
export function focusIndex<R extends Identified>({ focus }: ListModel<R>, rows: RowWindow<R>): number {
  if (focus === null || focus.kind === 'gone') return -1;
  if (focus.kind === 'awaited') return focus.filter === null ? focus.index : -1;
  const there = keyAt(rows, focus.index);
  return there === null || there === focus.key ? focus.index : -1;
}

/** A hand on one row: focus goes there, and the next range begins there. */
export function clickRow<R extends Identified>(model: ListModel<R>, { key, uid }: R, index: number): ListModel<R> {
  return {
    ...model,
    focus: { kind: 'on', key, uid, index },
    anchor: { key, isTicked: false },
    range: [],
    wanted: null,
    moves: model.moves + 1,
  };
}

export function toggleRow<R extends Identified>(model: ListModel<R>, row: R, index: number): ListModel<R> {
  if (row.group !== undefined) return clickRow(model, row, index);
  const selected = new Map(model.selected);
  if (!selected.delete(row.key)) selected.set(row.key, row);
  const gone = selected.size === 0 ? new Map() : model.gone;
  return { ...clickRow(model, row, index), anchor: { key: row.key, isTicked: true }, selected, gone };
}

/** From the row where ranges begin to this one, which gets the focus. */
export function rangeTo<R extends Identified>(
  model: ListModel<R>,
  rows: RowWindow<R>,
  { row, index }: { readonly row: R; readonly index: number },
): ListModel<R> {
  const { key, uid } = row;
  const moved: ListModel<R> = {
    ...model,
    anchor: model.anchor ?? anchorAt(model.focus),
    focus: { kind: 'on', key, uid, index },
    moves: model.moves + 1,
  };
  return extendTo(moved, rows, key);
}

function anchorAt(focus: Focus | null): ListModel<Identified>['anchor'] {
  return focus?.kind === 'on' ? { key: focus.key, isTicked: false } : null;
}

/** Selects what stands between where ranges begin and this row. Where not all of it is known it has to be asked for: a part is never taken for the whole. */
function extendTo<R extends Identified>(model: ListModel<R>, rows: RowWindow<R>, to: string): ListModel<R> {
  const anchor = model.anchor ?? { key: to, isTicked: false };
  const ends = [rows.keys.indexOf(anchor.key), rows.keys.indexOf(to)];
  const between = rows.keys.slice(Math.min(...ends), Math.max(...ends) + 1);
  const found = between.flatMap(key => rows.rows.get(key) ?? []);
  const isWhole = !ends.includes(-1) && found.length === between.length;
  return isWhole
    ? withRange(
        { ...model, anchor },
        found.filter(({ group }) => group === undefined),
      )
    : { ...model, anchor, wanted: { kind: 'range', from: anchor.key, to } };
}

/** Adds the rows of a range, in the place of the one before it. */
function withRange<R extends Identified>(model: ListModel<R>, rows: readonly R[]): ListModel<R> {
  const selected = new Map(model.selected);
  for (const key of model.range) selected.delete(key);
  const added = rows.filter(row => !selected.has(row.key));
  for (const row of added) selected.set(row.key, row);
  return { ...model, selected, range: added.map(row => row.key), wanted: null };
}

/** What the server says to what was wanted; null where it refuses. An answer that is not waited for any more changes nothing. */
export function takeAnswer<R extends Identified>(
  model: ListModel<R>,
  wanted: Wanted,
  rows: readonly R[] | null,
): ListModel<R> {
  if (model.wanted !== wanted) return model;
  if (rows === null) {
    // The next range begins where this one was to end: where it began may be gone.
    const anchor = wanted.kind === 'range' ? { key: wanted.to, isTicked: false } : null;
    return { ...model, wanted: null, anchor, range: [] };
  }
  return wanted.kind === 'range' ? withRange(model, rows) : selectRows(model, rows);
}

/** The focus moves by rows; from an object that has gone, to its neighbours. */
export function stepFocus<R extends Identified>(
  model: ListModel<R>,
  rows: RowWindow<R>,
  { by, isExtending }: { readonly by: number; readonly isExtending: boolean },
): ListModel<R> {
  const { focus } = model;
  if (focus === null) return jumpFocus(model, rows, { to: by > 0 ? by - 1 : 0, isExtending });
  const to = focus.index + (focus.kind === 'gone' && by > 0 ? by - 1 : by);
  return jumpFocus(model, rows, { to, isExtending });
}

export function jumpFocus<R extends Identified>(
  model: ListModel<R>,
  rows: RowWindow<R>,
  { to, isExtending }: { readonly to: number; readonly isExtending: boolean },
): ListModel<R> {
  if (rows.count === 0) return model;
  const index = Math.max(0, Math.min(rows.count - 1, to));
  const row = rowAt(rows, index);
  if (row !== undefined && isExtending) return rangeTo(model, rows, { row, index });
  const anchor = isExtending
    ? (model.anchor ?? anchorAt(model.focus))
    : model.anchor?.isTicked === true
      ? model.anchor
      : null;
  return {
    ...model,
    anchor,
    range: anchor === null ? [] : model.range,
    focus:
      row === undefined
        ? { kind: 'awaited', index, filter: null, isExtending }
        : { kind: 'on', key: row.key, uid: row.uid, index },
    moves: model.moves + 1,
  };
}

/** The first row of the list that this filter gives, as soon as that is there. */
export function awaitFirst<R extends Identified>(model: ListModel<R>, filter: string): ListModel<R> {
  return {
    ...model,
    focus: { kind: 'awaited', index: 0, filter, isExtending: false },
    anchor: null,
    range: [],
    wanted: null,
    moves: model.moves + 1,
  };
}

export function wantAll<R extends Identified>(model: ListModel<R>): ListModel<R> {
  return { ...model, wanted: { kind: 'all' } };
}

export function selectRows<R extends Identified>(model: ListModel<R>, rows: readonly R[]): ListModel<R> {
  return {
    ...model,
    selected: new Map(rows.map(row => [row.key, row])),
    gone: new Map(),
    anchor: null,
    range: [],
    wanted: null,
  };
}

/** Without what is in none of the chosen namespaces: of that nobody would hear that it went [PR19]. None chosen are all. */
export function keepNamespaces<R extends Identified & { readonly namespace: string }>(
  model: ListModel<R>,
  namespaces: readonly string[],
): ListModel<R> {
  return namespaces.length === 0 ? model : forgetRows(model, ({ namespace }) => !namespaces.includes(namespace));
}

/** Without objects that a hand has deleted: nobody needs to be told that they are gone. */
export function forgetRows<R extends Identified>(model: ListModel<R>, isDeleted: (row: R) => boolean): ListModel<R> {
  const left = [...model.selected].filter(([, row]) => !isDeleted(row));
  const gone = [...model.gone].filter(([, row]) => !isDeleted(row));
  const isSame = left.length === model.selected.size && gone.length === model.gone.size;
  return isSame ? model : { ...model, selected: new Map(left), gone: new Map(gone) };
}
