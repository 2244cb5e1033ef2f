import { useEffect, useMemo } from 'react';
import { must } from '@lanthorn/base/assert.ts';
import { findKindViewAt } from '@lanthorn/views/kind-index.ts';
import { type LiveList, useLiveList } from '../../data/use-live-list.ts';
import type { DetailSubject } from './detail-subject.ts';

/** As many related objects as one page lists. */
const MAX_OWNED = 100;

/** The objects of a kind that belong to one object, by uid; a hundred of them where no other number is given. */
export function useOwned(
  subject: DetailSubject,
  resourceName: string,
  { uid: ownerUid, limit = MAX_OWNED }: { readonly uid: string; readonly limit?: number },
): LiveList {
  const view = must(findKindViewAt(resourceName), `${resourceName} has a view`);
  const { cluster, namespace } = subject;
  const list = useLiveList(
    useMemo(() => ({ cluster, resource: view.resource, ownerUid }), [cluster, view, ownerUid]),
    useMemo(
      () => ({ namespaces: view.namespaced && namespace !== '' ? [namespace] : [], filter: '', sort: [] }),
      [view, namespace],
    ),
    limit,
  );
  const { setWindow } = list;
  useEffect(() => setWindow({ offset: 0, limit, hold: false }), [setWindow, limit]);
  return list;
}
