import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
import { parseTime } from '@lanthorn/kube/objects/kube-object.ts';
import type { ColumnView } from './kind-view.ts';
import type { Trouble } from './trouble.ts';

/** What an object that is being deleted waits for, in no language; null while nobody deletes it. */
export type HeldUp = (object: unknown) => string | null;

/** When it should be gone: as the API server writes it, the end of its grace period, if it has any. Null while nobody deletes it. */
export function deletionDue(object: unknown): number | null {
  return parseTime(getPath(object, 'metadata', 'deletionTimestamp'));
}

/** The finalizers that hold it, named; '' for none. */
export function heldByFinalizers(object: unknown): string {
  const finalizers = asArray(getPath(object, 'metadata', 'finalizers')).map(asString);
  return finalizers.length === 0 ? '' : `finalizers: ${finalizers.join(', ')}`;
}

/** Since when an object should be gone that is being deleted, and what that waits for, for lists and whoever sums them up. */
export function deletionColumns(heldUp: HeldUp): readonly ColumnView[] {
  return [
    { id: 'overdueSince', type: 'time', width: 110, isHidden: true, isSince: true, read: deletionDue },
    { id: 'heldUp', type: 'text', width: 260, isHidden: true, isFacet: true, read: heldUp },
  ];
}

/** Of an object whose deletion has no grace period, that it is being deleted and what it waits for. */
export function deletionTroubles(object: unknown, heldUp: HeldUp): readonly Trouble[] {
  const message = heldUp(object);
  if (message === null) return [];
  return [{ container: null, exitCode: null, reason: 'Terminating', message, since: deletionDue(object) }];
}
