import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import { type Cell, isStatus, type StatusCell } from '@lanthorn/views/cells/cell.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import type { Reference } from '@lanthorn/views/cells/reference.ts';
import type { ToldList } from '../../../data/relations/use-related.ts';

/** An object that a list told of. */
export interface ListedObject {
  /** Unique among all kinds. */
  readonly key: string;
  readonly view: KindView;
  readonly row: WireRow;
  /** Null where its kind has none. */
  readonly status: StatusCell | null;
}

/** Those of several lists, each once. */
export function listedObjects(lists: readonly ToldList[]): readonly ListedObject[] {
  const found = new Map<string, ListedObject>();
  for (const { view, list } of lists) {
    const status = view.columns.findIndex(({ type }) => type === 'status');
    for (const key of list.keys) {
      const row = list.rows.get(key);
      if (row === undefined) continue;
      const cell = row.cells[status] as Cell | undefined;
      const whole = `${groupResource(view.resource)} ${key}`;
      const isTold = typeof cell === 'object' && cell !== null && isStatus(cell);
      found.set(whole, { key: whole, view, row, status: isTold ? cell : null });
    }
  }
  return [...found.values()];
}

/** Whether a list told of the object, so that it need not be read by its name. */
export function isListed(listed: readonly ListedObject[], { namespace, name, ...kind }: Reference): boolean {
  const key = `${groupResource(kind)} ${namespace === '' ? name : `${namespace}/${name}`}`;
  return listed.some(one => one.key === key);
}

/** Those that others of them made stand behind these: a Deployment has a ReplicaSet for each revision, and pods, that all name the same. */
export function foldOwned(listed: readonly ListedObject[]): {
  readonly top: readonly ListedObject[];
  readonly folded: readonly ListedObject[];
} {
  const ids = new Set(listed.map(({ view, row }) => `${view.kind} ${row.namespace}/${row.name}`));
  const isMade = ({ row: { owner, namespace } }: ListedObject) =>
    owner !== undefined && ids.has(`${owner.kind} ${namespace}/${owner.name}`);
  return { top: listed.filter(one => !isMade(one)), folded: listed.filter(isMade) };
}
