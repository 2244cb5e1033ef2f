import { deepEqual } from '@lanthorn/base/json.ts';
import { parseFilter } from './filter-parser.ts';

/**
 * Whether whatever matches `after` surely matches `before`, as where a letter was typed: each term is there still, or is a word that became
 * longer; what else there is can only leave out more. Of a filter by time this does not hold.
 */
export function narrowsFilter(before: string, after: string): boolean {
  const [old, now] = [parseFilter(before), parseFilter(after)];
  if (!old.ok || !now.ok) return false;
  return old.value.every(({ term }, i) => {
    const next = now.value[i]?.term;
    if (next === undefined) return false;
    const isLonger =
      term.type === 'word' &&
      next.type === 'word' &&
      !term.isNegated &&
      !next.isNegated &&
      next.text.includes(term.text);
    return isLonger || deepEqual(term, next);
  });
}
