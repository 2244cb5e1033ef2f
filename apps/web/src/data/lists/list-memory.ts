import type { ListSearch } from './view-state.ts';

/** Filter, order and grouping of a list: what a person comes back to. */
type ListHabit = { readonly [K in 'q' | 'sort' | 'group']?: string | undefined };

const HABIT = 'lanthorn.list:';

/** Kept for this tab, by cluster and kind; the address of each list says it all the same. */
export function rememberList(cluster: string, resource: string, { q, sort, group }: ListHabit): void {
  keep(sessionStorage, `${HABIT}${cluster}/${resource}`, { q, sort, group });
}

/** The address of a kind's list as it was left in this tab, in the namespaces that are chosen now. */
export function listAddress(cluster: string, resource: string, ns: string | undefined): ListSearch {
  const habit = recall(sessionStorage, `${HABIT}${cluster}/${resource}`) as ListSearch;
  return { ...habit, ...(ns === undefined ? {} : { ns }) };
}

function keep(storage: Storage, key: string, value: object): void {
  try {
    storage.setItem(key, JSON.stringify(value));
  } catch (error) {
    // A browser without room forgets a habit, nothing else.
    if (!(error instanceof DOMException)) throw error;
  }
}

function recall(storage: Storage, key: string): object {
  try {
    const value: unknown = JSON.parse(storage.getItem(key) ?? '{}');
    return typeof value === 'object' && value !== null ? value : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
