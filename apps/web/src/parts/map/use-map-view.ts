import { type RefObject, useRef, useState } from 'react';
import type { MapGraph } from './map-graph.ts';
import type { MapPlaces } from './map-layout.ts';
import { type MapView, opened } from './map-view.ts';

const NO_START = { places: null, id: null };

/** How a map is shown: a new arrangement as it begins, until somebody moves it. */
export function useMapView(
  room: RefObject<SVGSVGElement | null>,
  { places, graph, selected }: { places: MapPlaces | null; graph: MapGraph; selected: string | null },
) {
  const start = useStart(places, graph, selected);
  const [view, setView] = useState<MapView | 'whole' | null>(null);
  const size = () => ({ width: room.current?.clientWidth || 800, height: room.current?.clientHeight || 500 });
  const around = view === 'whole' || start === null ? undefined : places?.places.get(start);
  const shown = view === null || view === 'whole' ? places && opened(places, size(), around) : view;
  // Two fingers move between two drawings: each goes on from where the other has come.
  const latest = useRef(shown);
  latest.current = shown;
  const change = (next: (from: MapView) => MapView) => {
    if (latest.current === null) return;
    latest.current = next(latest.current);
    setView(latest.current);
  };
  return { shown, size, change, showAll: () => setView('whole') };
}

/** What matters on it: what it is about, else what is not well. Known once for each arrangement: a state that changes moves nothing. */
function useStart(places: MapPlaces | null, { nodes }: MapGraph, selected: string | null): string | null {
  const [start, setStart] = useState<{ readonly places: MapPlaces | null; readonly id: string | null }>(NO_START);
  if (places === null || start.places === places) return start.id;
  const [worst] = ['bad', 'warning', null].flatMap(trouble => nodes.find(node => node.trouble === trouble) ?? []);
  const id = selected ?? worst?.id ?? null;
  setStart({ places, id });
  return id;
}
