import { useMemo } from 'react';
import type { SortKey } from '@lanthorn/query/row-order.ts';
import type { ObjectView } from '@lanthorn/views/cells/kind-view.ts';
import type { RelationGroup } from '@lanthorn/views/cells/reference.ts';
import {
  backQuestions,
  type NamedObject,
  reachedThrough,
  type RelatedList,
  relatedQuestions,
} from '@lanthorn/views/related-questions.ts';
import { isServed, useServedKinds } from '../client/use-served-kinds.ts';
import type { ListSnapshot } from '../lists/list-store.ts';
import { WORST_FIRST } from '../lists/worst-first.ts';
import { useLiveLists } from '../lists/use-live-lists.ts';
import { type AskedReferrers, useCustomReferrers } from './use-custom-referrers.ts';

/** As many of a kind as are read one by one; how many more there are is said. */
export const MAX_RELATED = 100;

/** A list of those that have to do with an object, as far as it is known. */
export interface ToldList extends RelatedList {
  readonly list: ListSnapshot;
}

export interface Related {
  readonly named: readonly NamedObject[];
  readonly lists: readonly ToldList[];
  /** Whether it is known which custom kinds may name it. */
  readonly customKinds: AskedReferrers['state'];
  /** Custom kinds that may name it and are not looked through. */
  readonly moreKinds: number;
  /** Custom kinds of which nobody says what they name, and none was looked through. */
  readonly otherKinds: number;
  readonly lookFurther: () => void;
  readonly further: AskedReferrers['further'];
  readonly retry: () => void;
}

export interface RelatedOptions {
  /** All where none are said. */
  readonly groups?: readonly RelationGroup[];
  /** Their rows say what they refer to in turn. */
  readonly tellsRelations?: boolean;
}

/** What an object has to do with, live, in all groups or in some: read while it is on screen, and no longer. */
export function useRelated(
  cluster: string,
  { view, object }: { readonly view: ObjectView; readonly object: unknown },
  { groups, tellsRelations = false }: RelatedOptions = {},
): Related {
  const custom = useCustomReferrers(cluster, view.resource);
  const { named, lists } = useMemo(() => relatedQuestions(view, object), [view, object]);
  const customLists = useMemo(() => backQuestions(view, object, custom.views), [view, object, custom.views]);
  const isWanted = (group: RelationGroup) => groups === undefined || groups.includes(group);
  const wanted = lists.filter(({ group }) => isWanted(group));
  // Which kinds there are is asked only where one may be missing: some of what routes is.
  const mayMiss = wanted.some(list => list.view.isOptional === true || list.group === 'reachedBy');
  const served = useServedKinds(mayMiss ? cluster : '');
  const asked = { cluster, tellsRelations };
  const first = useToldLists(
    asked,
    wanted.filter(list => isServed(list.view, served)),
  );
  // Asked by themselves: what the others told stays when it is known which these are.
  const ofCustom = useToldLists(
    asked,
    customLists.filter(({ group }) => isWanted(group)),
  );
  // Told once the first have been: what reaches it through what reaches it.
  const through = first.lists
    .filter(({ group }) => group === 'reachedBy')
    .flatMap(told => reachedThrough(told.view, [...told.list.rows.values()]));
  const second = useToldLists(
    asked,
    through.filter(list => isServed(list.view, served)),
  );
  const retry = () => {
    custom.retry();
    first.retry();
    ofCustom.retry();
    second.retry();
  };
  return {
    named: named.filter(({ group }) => isWanted(group)),
    lists: [...first.lists, ...ofCustom.lists, ...second.lists].filter(({ list }) => !isOfNoKind(list)),
    customKinds: custom.state,
    moreKinds: custom.more,
    otherKinds: custom.others,
    lookFurther: custom.lookFurther,
    further: custom.further,
    retry,
  };
}

/** A kind that this version of the API server does not have has no objects: nothing of it is unknown. */
function isOfNoKind({ state }: ListSnapshot): boolean {
  return state.kind === 'stale' && state.isEmpty && state.reason.code === 'notServed';
}

function useToldLists(
  { cluster, tellsRelations }: { readonly cluster: string; readonly tellsRelations: boolean },
  asked: readonly RelatedList[],
): Pick<Related, 'lists' | 'retry'> {
  const { lists: told, retry } = useLiveLists(
    asked.map(({ view: { resource, columns }, namespaces, question }) => ({
      cluster,
      resource,
      namespaces: [...namespaces],
      filter: '',
      sort: columns.some(({ type }) => type === 'status') ? [...WORST_FIRST] : BY_NAME,
      limit: MAX_RELATED,
      related: question,
      ...(tellsRelations ? { tellsRelations } : {}),
    })),
  );
  const lists = asked.flatMap((list, i) => {
    const snapshot = told[i];
    return snapshot === undefined ? [] : [{ ...list, list: snapshot }];
  });
  return { lists, retry };
}

const BY_NAME: SortKey[] = [{ column: 'name', descending: false }];
