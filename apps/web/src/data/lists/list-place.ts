import type { Focus } from './list-model.ts';

/** Where a reader was in a list. */
export interface ListPlace {
  /** How far it was scrolled, in rows: they may have another height when it opens again. */
  readonly scrolled: number;
  /** The first row that was known, and where it stood: rows may come and go meanwhile. */
  readonly offset: number;
  readonly anchor: string | undefined;
  readonly focus: Focus | null;
}

export const TOP: ListPlace = { scrolled: 0, offset: 0, anchor: undefined, focus: null };

/** More lists than a person goes back through. */
const MAX_PLACES = 20;
/** By list, the one left last at the end. Of this page alone: a fresh one begins at the top. */
const places = new Map<string, ListPlace>();

export function keepPlace(list: string, place: ListPlace): void {
  places.delete(list);
  places.set(list, place);
  for (const oldest of places.keys()) {
    if (places.size <= MAX_PLACES) break;
    places.delete(oldest);
  }
}

/** Where it was left; else at the row that is open beside it, else at the top. */
export function placeIn(list: string, open: string | undefined): ListPlace {
  const beside: ListPlace =
    open === undefined ? TOP : { ...TOP, anchor: open, focus: { kind: 'on', key: open, uid: null, index: -1 } };
  return places.get(list) ?? beside;
}
