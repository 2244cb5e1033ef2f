import type { GroupVersionResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { Outcome, Undo } from './action.ts';

/**
 * Fields go back by a merge whose base is what the change left: what others did since stays, and what they did to the same fields is
 * a clash.
 */
export function restoreByEdit({ target, before, after }: Outcome): Undo | null {
  if (before === null || after === null) return null;
  return { kind: 'object.edit', target, params: { edit: { base: after, mine: before, choices: {} } } };
}

/** What was created goes again, and nothing else of that name. */
export function deleteCreated({ target, after }: Outcome, resource: GroupVersionResource): Undo | null {
  if (after === null) return null;
  const { name = '', uid = '' } = after.metadata;
  return { kind: 'object.delete', target: { ...target, resource, name, uid }, params: {} };
}

/** What was deleted is created as it was last. */
export function createAgain({ target, before, request, took: went = [] }: Outcome): Undo | null {
  if (before === null) return null;
  const leftOrphans = request?.body?.includes('"propagationPolicy":"Orphan"') === true;
  return {
    kind: 'object.create',
    target,
    params: { object: before, ...(leftOrphans ? { leftOrphans } : {}), ...(went.length === 0 ? {} : { went }) },
  };
}
