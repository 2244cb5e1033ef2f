import { DrawnMap } from './drawn-map.tsx';
import { aroundObject, mapGraph, mapId } from './map-graph.ts';
import { useMapObjects } from './use-map-objects.ts';

/** The object that a map is about: all that leads to it and all that follows. */
export interface MapSubject {
  readonly resource: { readonly group: string; readonly resource: string };
  readonly name: string;
}

/** How the objects of a namespace hang together, or those around one of them; drawn, or as a list. */
export function NamespaceMap({
  cluster,
  namespace,
  about = null,
  isList = false,
}: {
  readonly cluster: string;
  readonly namespace: string;
  readonly about?: MapSubject | null;
  readonly isList?: boolean;
}) {
  const told = useMapObjects(cluster, namespace);
  const whole = mapGraph(told.objects, { hasNodes: about !== null });
  const selected = about === null ? null : mapId({ ...about.resource, namespace, name: about.name });
  const graph = selected === null ? whole : aroundObject(whole, selected);
  return <DrawnMap {...{ cluster, told, graph, selected, isList }} />;
}
