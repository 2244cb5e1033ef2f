import { useMemo } from 'react';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { MAX_WINDOW } from '@lanthorn/protocol/constants.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { KIND_VIEWS } from '@lanthorn/views/kind-records.ts';
import { useServedKinds } from '../../data/client/use-served-kinds.ts';
import { listAnswer } from '../../data/lists/list-answer.ts';
import type { ListSnapshot } from '../../data/lists/list-store.ts';
import { WORST_FIRST } from '../../data/lists/worst-first.ts';
import { useLiveLists } from '../../data/lists/use-live-lists.ts';
import type { MapObject } from './map-graph.ts';

export interface MapList {
  readonly view: KindView;
  readonly list: ListSnapshot;
}

/** What is drawn of a namespace, as far as it is known. */
export interface MapObjects {
  readonly objects: readonly MapObject[];
  readonly isLoading: boolean;
  /** Kinds of which there are more than are read: those that are not well come first. */
  readonly cut: readonly MapList[];
  /** Kinds that may not be read, or could not be. */
  readonly unread: readonly MapList[];
  readonly retry: () => void;
}

/** The objects of a namespace that a map draws, live, with what they refer to. */
export function useMapObjects(cluster: string, namespace: string): MapObjects {
  const served = useServedKinds(cluster);
  const views = useMemo(
    () =>
      KIND_VIEWS.filter(
        ({ isOnMap, isOptional, resource }) =>
          isOnMap === true &&
          (isOptional !== true || served?.kinds.some(kind => groupResource(kind) === groupResource(resource)) === true),
      ),
    [served],
  );
  const { lists, retry } = useLiveLists(
    views.map(({ resource, columns }) => ({
      cluster,
      resource,
      namespaces: [namespace],
      filter: '',
      sort: columns.some(({ type }) => type === 'status') ? [...WORST_FIRST] : [{ column: 'name', descending: false }],
      limit: MAX_WINDOW,
      tellsRelations: true,
    })),
  );
  const told = views.flatMap((view, i): readonly MapList[] => {
    const list = lists[i];
    return list === undefined ? [] : [{ view, list }];
  });
  return {
    objects: told.flatMap(({ view, list }) => [...list.rows.values()].map(row => ({ view, row }))),
    isLoading: told.some(({ list }) => listAnswer(list).kind === 'loading'),
    cut: told.filter(({ list }) => (list.matched ?? 0) > list.rows.size && list.rows.size > 0),
    unread: told.filter(({ list }) => listAnswer(list).kind === 'unknown'),
    retry,
  };
}
