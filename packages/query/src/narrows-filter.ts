import { deepEqual } from '@lanthorn/base/json.ts';
import { parseFilter } from './filter-parser.ts';
import { choiceOf } from './row-filter.ts';

/**
 * Whether whatever matches `after` surely matches `before`, as where a letter was typed: each term is there still, or is a word that became
 * longer; what else there is can only leave out more, unless it is an alternative to what was asked. Of a filter by time this does not hold.
 */
export function narrowsFilter(before: string, after: string): boolean {
  const [old, now] = [parseFilter(before), parseFilter(after)];
  if (!old.ok || !now.ok) return false;
  const asked = new Set(old.value.map(({ term }) => choiceOf(term)));
  const isWider = now.value.slice(old.value.length).some(({ term }) => {
    const choice = choiceOf(term);
    return choice !== null && asked.has(choice);
  });
  if (isWider) return false;
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
