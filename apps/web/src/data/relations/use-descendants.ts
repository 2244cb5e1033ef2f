import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type { KindView, ObjectView } from '@lanthorn/views/cells/kind-view.ts';
import type { RelationTarget } from '@lanthorn/views/cells/relation-question.ts';
import { referringKinds } from '@lanthorn/views/referring-kinds.ts';
import { isServed, useServedKinds } from '../client/use-served-kinds.ts';
import { listAnswer } from '../lists/list-answer.ts';
import type { ListSnapshot } from '../lists/list-store.ts';
import { type HeadQuery, useLiveLists } from '../lists/use-live-lists.ts';

/** As many as one question may be about. */
export const MAX_ASKED = 50;

export interface Descendants {
  /** What the object made, and what that made: the newest of each kind. */
  readonly targets: readonly RelationTarget[];
  /** There is more than is looked at. */
  readonly isCut: boolean;
  /** Some have not answered yet. */
  readonly isLoading: boolean;
  /** Kinds that could not be looked through, and why. */
  readonly unread: readonly { readonly view: KindView; readonly list: ListSnapshot }[];
}

const NEWEST = [{ column: 'age', descending: false }];

/** What an object made, and what that made in turn: a Deployment's ReplicaSets and their pods. Read while somebody looks. */
export function useDescendants(
  cluster: string,
  { view, object }: { readonly view: ObjectView; readonly object: unknown },
): Descendants {
  const { group, resource } = view.resource;
  const { namespace, name, uid } = readMeta(object);
  const self = { group, resource, namespace, name, uid, labels: {} };
  const served = useServedKinds(cluster);
  const first = useMade(
    cluster,
    madeBy([self]).filter(made => isServed(made.view, served)),
  );
  const second = useMade(
    cluster,
    madeBy(first.targets).filter(made => isServed(made.view, served)),
  );
  return {
    targets: [...first.targets, ...second.targets],
    isCut: first.isCut || second.isCut,
    isLoading: first.isLoading || second.isLoading,
    unread: [...first.unread, ...second.unread],
  };
}

interface Made {
  readonly view: KindView;
  readonly targets: readonly RelationTarget[];
}

/** For each kind that may be owned by these, whose. */
function madeBy(owners: readonly RelationTarget[]): readonly Made[] {
  const made = new Map<string, Made>();
  for (const owner of owners)
    for (const { view, meanings } of referringKinds(owner)) {
      if (!meanings.includes('owner')) continue;
      const key = groupResource(view.resource);
      const before = made.get(key)?.targets ?? [];
      if (before.length < MAX_ASKED) made.set(key, { view, targets: [...before, owner] });
    }
  return [...made.values()];
}

function useMade(cluster: string, asked: readonly Made[]): Descendants {
  const { lists } = useLiveLists(
    asked.map(({ view, targets }): HeadQuery => {
      const namespaces = [...new Set(targets.map(({ namespace }) => namespace))].filter(namespace => namespace !== '');
      return {
        ...{ cluster, resource: view.resource, namespaces: view.namespaced ? namespaces : [] },
        ...{ filter: '', sort: NEWEST, limit: MAX_ASKED },
        related: { way: 'back', meanings: ['owner'], targets },
      };
    }),
  );
  const told = asked.flatMap(({ view }, i) => {
    const list = lists[i];
    return list === undefined ? [] : [{ view, list }];
  });
  return {
    targets: told.flatMap(({ view: { resource: of }, list }) =>
      [...list.rows.values()].map(({ namespace, name, uid }) => ({
        ...{ group: of.group, resource: of.resource, namespace, name, uid, labels: {} },
      })),
    ),
    isCut: told.some(({ list }) => (list.matched ?? 0) > list.rows.size),
    isLoading: told.some(({ list }) => listAnswer(list).kind === 'loading'),
    unread: told.filter(
      ({ list: { state } }) => state.kind === 'forbidden' || (state.kind === 'stale' && state.isEmpty),
    ),
  };
}
