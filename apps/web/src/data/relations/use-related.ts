import { useMemo } from 'react';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { SortKey } from '@lanthorn/query/row-order.ts';
import type { ObjectView } from '@lanthorn/views/cells/kind-view.ts';
import type { RelationGroup } from '@lanthorn/views/cells/reference.ts';
import { type NamedObject, type RelatedList, relatedQuestions } from '@lanthorn/views/related-questions.ts';
import { useServedKinds } from '../client/use-served-kinds.ts';
import type { ListSnapshot } from '../lists/list-store.ts';
import { useLiveLists } from '../lists/use-live-lists.ts';

/** As many of a kind as are read one by one; how many more there are is said. */
export const MAX_RELATED = 100;

/** A list of those that have to do with an object, as far as it is known. */
export interface ToldList extends RelatedList {
  readonly list: ListSnapshot;
}

export interface Related {
  readonly named: readonly NamedObject[];
  readonly lists: readonly ToldList[];
  readonly retry: () => void;
}

/** What an object has to do with, live, in all groups or in some: read while it is on screen, and no longer. */
export function useRelated(
  cluster: string,
  { view, object }: { readonly view: ObjectView; readonly object: unknown },
  groups?: readonly RelationGroup[],
): Related {
  const { named, lists } = useMemo(() => relatedQuestions(view, object), [view, object]);
  // Which kinds there are is asked only where one may be missing.
  const served = useServedKinds(lists.some(list => list.view.isOptional === true) ? cluster : '');
  const within = groups?.join();
  const asked = useMemo(() => {
    const wanted = within?.split(',');
    const isThere = ({ view: { isOptional, resource } }: RelatedList) =>
      isOptional !== true || served?.kinds.some(kind => groupResource(kind) === groupResource(resource)) === true;
    return lists.filter(list => isThere(list) && (wanted === undefined || wanted.includes(list.group)));
  }, [lists, served, within]);
  const { lists: told, retry } = useLiveLists(
    asked.map(({ view: { resource, columns }, namespaces, question }) => ({
      cluster,
      resource,
      namespaces: [...namespaces],
      filter: '',
      sort: columns.some(({ type }) => type === 'status') ? WORST_FIRST : BY_NAME,
      limit: MAX_RELATED,
      related: question,
    })),
  );
  return {
    named: within === undefined ? named : named.filter(({ group }) => within.split(',').includes(group)),
    lists: asked.flatMap((list, i) => {
      const snapshot = told[i];
      return snapshot === undefined ? [] : [{ ...list, list: snapshot }];
    }),
    retry,
  };
}

const WORST_FIRST: SortKey[] = [
  { column: 'status', descending: false },
  { column: 'name', descending: false },
];
const BY_NAME: SortKey[] = [{ column: 'name', descending: false }];
