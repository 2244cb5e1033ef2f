import { useContext, useMemo } from 'react';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type { ObjectView } from '@lanthorn/views/cells/kind-view.ts';
import { objectReferences } from '@lanthorn/views/object-references.ts';
import { listAnswer } from '../../data/lists/list-answer.ts';
import { useRelated } from '../../data/relations/use-related.ts';
import { TimeContext } from '../../ui/time/clock.ts';
import { DrawnMap } from './drawn-map.tsx';
import { aroundObject, mapGraph, type MapObject, mapId } from './map-graph.ts';

/**
 * What one object has to do with others, both ways: of a node what runs on it and who made that, of a class what is of it. For all that no map of a
 * namespace draws.
 */
export function ObjectMap({
  cluster,
  view,
  object,
}: {
  readonly cluster: string;
  readonly view: ObjectView;
  readonly object: unknown;
}) {
  const clock = useContext(TimeContext);
  const { lists } = useRelated(cluster, { view, object }, { tellsRelations: true });
  const own = useMemo(() => asMapObject(view, object, clock.read()), [view, object, clock]);
  const selected = mapId({ ...view.resource, namespace: own.row.namespace, name: own.row.name });
  const others = lists.flatMap(({ view: kind, list }) => [...list.rows.values()].map(row => ({ view: kind, row })));
  const graph = aroundObject(mapGraph([...others, own], { around: selected }), selected);
  const told = {
    isLoading: lists.some(({ list }) => listAnswer(list).kind === 'loading'),
    cut: lists.filter(({ list }) => (list.matched ?? 0) > list.rows.size && list.rows.size > 0),
    unread: lists.filter(({ list }) => listAnswer(list).kind === 'unknown'),
  };
  return <DrawnMap {...{ cluster, told, graph, selected }} />;
}

/** As a list would tell of it. */
function asMapObject(view: ObjectView, object: unknown, now: number): MapObject {
  const { namespace, name, uid, labels } = readMeta(object);
  const cells = view.columns.map(column => (column.type === 'status' ? column.read(object, { now }) : null));
  const relations = objectReferences(view, object);
  const row = { key: name, uid, namespace, name, createdAt: null, ownerUid: '', cells, labels, relations };
  return { view, row };
}
