import { useMemo, useRef } from 'react';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type { ListQuery } from '@lanthorn/protocol/up-messages.ts';
import { exactTerm } from '@lanthorn/query/filter-parser.ts';
import type { SortKey } from '@lanthorn/query/row-order.ts';
import { labelFilter } from '@lanthorn/views/kinds/core/label-filter.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { listAnswer } from '../../../data/lists/list-answer.ts';
import { useWholeList, type WholeList } from '../../../data/lists/use-whole-list.ts';
import {
  MAX_BETWEEN,
  PODS,
  podsOwnedBy,
  type WayToPods,
  wayToPods,
  WITH_PODS_FIRST,
} from '../../../data/objects/own-pods.ts';
import type { DetailSubject } from './detail-subject.ts';
import { asOwner, useOwned } from './owned-list.tsx';

type PodsQuestion = Pick<ListQuery, 'ownerUid' | 'related'> & { readonly labels: string };

/** Null as long as it is not known what to ask, and where only expressions, which the filter cannot say, tell which pods are meant. */
function questionOf(
  way: WayToPods,
  { object, between }: { readonly object: unknown; readonly between: WholeList },
): PodsQuestion | null {
  if (way === 'owns') return { ownerUid: readMeta(object).uid, labels: '' };
  // Who may not read what stands between reads those that are selected.
  if (way === 'selects' || between.state.kind === 'forbidden') {
    const labels = labelFilter(object);
    return labels === null ? null : { labels };
  }
  if (listAnswer(between).kind !== 'told') return null;
  return { ...podsOwnedBy(way.through, between.rows.values()), labels: '' };
}

export interface OwnPods {
  readonly list: WholeList;
  /** What finds them in the list of all pods, maybe among others that have their labels; null where no filter does. */
  readonly filter: string | null;
  /** Nothing is asked: which pods are meant is only said by expressions. */
  readonly isUnsayable: boolean;
}

interface Wanted {
  readonly filter?: string;
  readonly sort: readonly SortKey[];
  readonly limit: number;
}

/**
 * The pods that an object controls, itself or through its ReplicaSets, whatever others have its labels. Those that its selector finds, where its
 * kind only selects, and where its ReplicaSets may not be read.
 */
export function useOwnPods(subject: DetailSubject, object: unknown, { filter = '', sort, limit }: Wanted): OwnPods {
  const { cluster, namespace } = subject;
  const { uid } = readMeta(object);
  const way = wayToPods(subject.view.resource);
  const through = typeof way === 'object' ? way.through : null;
  const between = useOwned(subject, through ?? PODS, {
    uid,
    limit: through === null ? 0 : MAX_BETWEEN,
    sort: through === null ? [] : WITH_PODS_FIRST,
  });
  const question = questionOf(way, { object, between });
  const key = JSON.stringify(question ?? { labels: '' });
  const list = useWholeList(
    useMemo(() => {
      const { labels: _labels, ...asked } = JSON.parse(key) as PodsQuestion;
      return { cluster, resource: POD_VIEW.resource, ...asked };
    }, [cluster, key]),
    useMemo(() => {
      const { labels } = JSON.parse(key) as PodsQuestion;
      return { namespaces: [namespace], filter: `${labels} ${filter}`.trim(), sort: [...sort] };
    }, [namespace, key, filter, sort]),
    question === null ? 0 : limit,
  );
  const isUnsayable = question === null && (way === 'selects' || between.state.kind === 'forbidden');
  const now = question === null && !isUnsayable ? unasked(between) : list;
  const filterOfAll = way === 'owns' ? exactTerm('owner', ownerText(asOwner(subject, object))) : labelFilter(object);
  return { list: useHeld(now, { uid, isAnswer: now === list }), filter: filterOfAll, isUnsayable };
}

/** Why nothing can be asked yet: what stands between is no pod. */
function unasked(between: WholeList): WholeList {
  return { ...between, rows: new Map(), matched: between.matched === null ? null : 0 };
}

const ownerText = ({ kind, name }: { readonly kind: string; readonly name: string }) => `${kind}/${name}`;

/** With each rollout something else is asked: until that is answered, what was told before is shown. */
function useHeld(now: WholeList, { uid, isAnswer }: { readonly uid: string; readonly isAnswer: boolean }): WholeList {
  const told = useRef<{ readonly uid: string; readonly list: WholeList } | null>(null);
  const isTold = isAnswer && listAnswer(now).kind === 'told';
  if (isTold) told.current = { uid, list: now };
  const before = told.current?.uid === uid ? told.current.list : now;
  return now.state.kind === 'loading' ? before : now;
}
