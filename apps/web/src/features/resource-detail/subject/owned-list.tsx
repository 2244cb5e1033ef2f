import { useMemo } from 'react';
import { must } from '@lanthorn/base/assert.ts';
import { asString, getPath } from '@lanthorn/base/json.ts';
import { exactTerm } from '@lanthorn/query/filter-parser.ts';
import type { SortKey } from '@lanthorn/query/row-order.ts';
import { findKindViewAt } from '@lanthorn/views/kind-records.ts';
import { EVENT_VIEW } from '@lanthorn/views/kinds/core/events.ts';
import { MoreRows } from '../../../parts/more-rows.tsx';
import { useWholeList, type WholeList } from '../../../data/lists/use-whole-list.ts';
import { type DetailSubject, kindOf } from './detail-subject.ts';

/** As many related objects as one page lists; where there are more, `MoreOwned` says so. */
export const MAX_OWNED = 100;

/** As lists of related objects begin, where it is not their own order. */
export const NEWEST_FIRST: readonly SortKey[] = [{ column: 'age', descending: false }];

interface Wanted {
  readonly uid: string;
  readonly limit?: number;
  readonly sort?: readonly SortKey[];
}

const OWN_ORDER: readonly SortKey[] = [];

/** The objects of a kind that belong to one object, by uid; a hundred of them where no other number is given. */
export function useOwned(
  subject: DetailSubject,
  resourceName: string,
  { uid: ownerUid, limit = MAX_OWNED, sort = OWN_ORDER }: Wanted,
): WholeList {
  const view = must(findKindViewAt(resourceName), `${resourceName} has a view`);
  const { cluster, namespace } = subject;
  return useWholeList(
    useMemo(() => ({ cluster, resource: view.resource, ownerUid }), [cluster, view, ownerUid]),
    useMemo(
      () => ({ namespaces: view.namespaced && namespace !== '' ? [namespace] : [], filter: '', sort: [...sort] }),
      [view, namespace, sort],
    ),
    limit,
  );
}

/** That an object has more of them than its page shows, and the way to all. */
export function MoreOwned({
  subject,
  resourceName,
  owner,
  shown,
  matched,
}: {
  readonly subject: DetailSubject;
  readonly resourceName: string;
  readonly owner: { readonly kind: string; readonly name: string };
  readonly shown: number;
  readonly matched: number | null;
}) {
  const view = must(findKindViewAt(resourceName), `${resourceName} has a view`);
  const { cluster, namespace } = subject;
  const field = view === EVENT_VIEW ? 'object' : 'owner';
  return (
    <MoreRows
      cluster={cluster}
      shown={shown}
      matched={matched}
      list={{
        resource: view.resource,
        filter: exactTerm(field, `${owner.kind}/${owner.name}`),
        namespaces: view.namespaced && namespace !== '' ? [namespace] : [],
      }}
    />
  );
}

/** How other objects name this one as their owner. */
export function asOwner(subject: DetailSubject, object: unknown): { readonly kind: string; readonly name: string } {
  return { kind: asString(getPath(object, 'kind')) || kindOf(subject, object), name: subject.name };
}
