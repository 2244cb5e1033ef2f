import type { ObjectTarget } from '@lanthorn/actions/action.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import type { KindView } from '@lanthorn/views/kind-view.ts';

/** The object of a row, with everything that tells it from any other. */
export function rowTarget(cluster: string, view: KindView, row: WireRow): ObjectTarget {
  const { group, version, resource } = view.resource;
  return { cluster, resource: { group, version, resource }, namespace: row.namespace, name: row.name, uid: row.uid };
}
