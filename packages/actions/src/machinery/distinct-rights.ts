import type { Right } from './action.ts';

/** Names matter only where few objects are meant: of more, the right on all of a namespace is asked for. */
const MAX_NAMED = 20;

/** Each right once, for questions that are asked per namespace and not per object. */
export function distinctRights(rights: readonly Right[]): Right[] {
  const general = rights.length > MAX_NAMED ? rights.map(right => ({ ...right, name: '' })) : rights;
  return [...new Map(general.map(right => [JSON.stringify(right), right])).values()];
}
