/**
 * Gives each row that is shown a place in the document, which it keeps for as long as it is shown; a row that comes takes the place of one
 * that went. So another order of a list changes words in places, and makes none anew: that costs a third.
 */
export class RowPlaces {
  #places = new Map<string, number>();

  /** The places of rows by their keys, each of which stands once in `shown`. Asked again for the same rows it says the same. */
  assign(shown: readonly string[]): ReadonlyMap<string, number> {
    const kept = new Map<string, number>();
    for (const key of shown) {
      const place = this.#places.get(key);
      if (place !== undefined) kept.set(key, place);
    }
    const taken = new Set(kept.values());
    let next = 0;
    for (const key of shown) {
      if (kept.has(key)) continue;
      while (taken.has(next)) next++;
      kept.set(key, next++);
    }
    this.#places = kept;
    return kept;
  }
}
