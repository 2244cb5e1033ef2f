/** A row as far as choosing it goes. */
export interface Keyed {
  readonly key: string;
}

/** The part of a list that is known: `keys[0]` stands at `offset` of `count` rows. */
export interface RowWindow<R extends Keyed> {
  readonly offset: number;
  readonly keys: readonly string[];
  readonly rows: ReadonlyMap<string, R>;
  readonly count: number;
}

/** An object and where it was seen last; without a key, the place of a row that has not arrived, or whose object has gone. */
export interface Place {
  readonly key: string | null;
  readonly index: number;
}

/** What a hand has done to a list: all of it belongs to objects, so rows may come, go and move meanwhile. */
export interface ListModel<R extends Keyed> {
  readonly selected: ReadonlyMap<string, R>;
  readonly focus: (Place & { readonly isAwaited: boolean }) | null;
  /** Where the next range begins: the row that was clicked or ticked last. */
  readonly anchor: Place | null;
  /** What the last range added; the next one from the same row replaces it. */
  readonly range: readonly string[];
}

/** A range reaches beyond the rows that are known: `from` and `to` are its ends, in the order of the list. */
export interface WantedRange {
  readonly from: Place;
  readonly to: Place;
}

/** Nothing is selected or focused yet. */
export function emptyModel<R extends Keyed>(): ListModel<R> {
  return { selected: new Map(), focus: null, anchor: null, range: [] };
}

function keyAt<R extends Keyed>({ keys, offset }: RowWindow<R>, index: number): string | null {
  return keys[index - offset] ?? null;
}

/** Where an object is now; null where it is not among the known rows. */
function indexOf<R extends Keyed>({ keys, offset }: RowWindow<R>, key: string | null): number | null {
  const at = key === null ? -1 : keys.indexOf(key);
  return at < 0 ? null : at + offset;
}

/** The list has changed: what is focused and where a range begins keep to their objects. A row that was awaited is there. */
export function followRows<R extends Keyed>(model: ListModel<R>, rows: RowWindow<R>): ListModel<R> {
  const { focus, anchor } = model;
  const nextFocus = focus === null ? null : followFocus(focus, rows);
  const nextAnchor = anchor === null ? null : { ...anchor, index: indexOf(rows, anchor.key) ?? anchor.index };
  if (isSamePlace(focus, nextFocus) && isSamePlace(anchor, nextAnchor)) return model;
  return { ...model, focus: nextFocus, anchor: nextAnchor };
}

function followFocus<R extends Keyed>(focus: NonNullable<ListModel<R>['focus']>, rows: RowWindow<R>) {
  if (focus.isAwaited) {
    const key = keyAt(rows, focus.index);
    return key === null ? focus : { key, index: focus.index, isAwaited: false };
  }
  const index = indexOf(rows, focus.key);
  if (index !== null) return { ...focus, index };
  // Its place is known and another row stands there: the object has gone, and the focus is nobody's until a hand moves it.
  const isGone = focus.key !== null && keyAt(rows, focus.index) !== null;
  return isGone ? { ...focus, key: null } : focus;
}

function isSamePlace(a: Place | null, b: Place | null): boolean {
  return a === b || (a !== null && b !== null && a.key === b.key && a.index === b.index);
}

/** The row that keys act on: the very object that was focused, as long as it is there to be seen. */
export function focusedRow<R extends Keyed>({ focus }: ListModel<R>, rows: RowWindow<R>): R | undefined {
  return focus?.key == null ? undefined : rows.rows.get(focus.key);
}

/** Where the focus is drawn; -1 for nowhere. */
export function focusIndex<R extends Keyed>({ focus }: ListModel<R>): number {
  return focus === null || (focus.key === null && !focus.isAwaited) ? -1 : focus.index;
}

/** A hand on one row: focus goes there, and the next range begins there. */
export function clickRow<R extends Keyed>(model: ListModel<R>, row: R, index: number): ListModel<R> {
  const place = { key: row.key, index };
  return { ...model, focus: { ...place, isAwaited: false }, anchor: place, range: [] };
}

/** The focus moves by rows; from an object that has gone, to its neighbours. */
export function stepFocus<R extends Keyed>(model: ListModel<R>, rows: RowWindow<R>, by: number): ListModel<R> {
  const { focus } = model;
  if (focus === null) return jumpFocus(model, rows, by > 0 ? by - 1 : 0);
  const isGone = focus.key === null && !focus.isAwaited;
  return jumpFocus(model, rows, focus.index + (isGone && by > 0 ? by - 1 : by));
}

export function jumpFocus<R extends Keyed>(model: ListModel<R>, rows: RowWindow<R>, to: number): ListModel<R> {
  if (rows.count === 0) return model;
  const index = Math.max(0, Math.min(rows.count - 1, to));
  const key = keyAt(rows, index);
  return { ...model, focus: { key, index, isAwaited: key === null } };
}

export function toggleRow<R extends Keyed>(model: ListModel<R>, row: R, index: number): ListModel<R> {
  const selected = new Map(model.selected);
  if (!selected.delete(row.key)) selected.set(row.key, row);
  return { ...clickRow(model, row, index), selected };
}

/**
 * From the row clicked or ticked last to this one. Where rows between them are not known, or the last one itself, the range that has to be
 * asked for: a part of it is never taken for the whole.
 */
export function rangeTo<R extends Keyed>(
  model: ListModel<R>,
  rows: RowWindow<R>,
  to: Place,
): { readonly model: ListModel<R> } | { readonly wanted: WantedRange } {
  const start = model.anchor ?? to;
  const begin = { key: start.key, index: indexOf(rows, start.key) ?? start.index };
  const [from, end] = begin.index <= to.index ? [begin, to] : [to, begin];
  const keys = Array.from({ length: end.index - from.index + 1 }, (_, i) => keyAt(rows, from.index + i));
  const found = keys.flatMap(key => (key === null ? [] : (rows.rows.get(key) ?? [])));
  // The row it begins at has gone: there is no range from it.
  if (begin.key === null)
    return {
      model: withRange(
        { ...model, anchor: to },
        found.filter(row => row.key === to.key),
      ),
    };
  const isWhole = found.length === keys.length && found.some(row => row.key === begin.key);
  return isWhole ? { model: withRange(model, found) } : { wanted: { from, to: end } };
}

/** Adds the rows of a range, in the place of the one before it. */
export function withRange<R extends Keyed>(model: ListModel<R>, rows: readonly R[]): ListModel<R> {
  const selected = new Map(model.selected);
  for (const key of model.range) selected.delete(key);
  const added = rows.filter(row => !selected.has(row.key));
  for (const row of added) selected.set(row.key, row);
  return { ...model, selected, range: added.map(row => row.key) };
}

export function selectRows<R extends Keyed>(model: ListModel<R>, rows: readonly R[]): ListModel<R> {
  return { ...model, selected: new Map(rows.map(row => [row.key, row])), anchor: null, range: [] };
}

/** Without objects that are known to be gone. */
export function forgetRows<R extends Keyed>(model: ListModel<R>, isGone: (row: R) => boolean): ListModel<R> {
  const left = [...model.selected].filter(([, row]) => !isGone(row));
  return left.length === model.selected.size ? model : { ...model, selected: new Map(left) };
}
