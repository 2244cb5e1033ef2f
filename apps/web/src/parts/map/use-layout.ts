import { useEffect, useMemo, useRef, useState } from 'react';
import type { MapGraph } from './map-graph.ts';
import type { Layout, MapPlaces } from './map-layout.ts';

/** Where the boxes of a map stand. Arranged anew only when other boxes or lines are there: a state that changes paints, and moves nothing. */
export function useLayout(graph: MapGraph, makeLayout: () => Layout) {
  const layout = useRef<Layout | null>(null);
  const [told, setTold] = useState<{ readonly places: MapPlaces | null; readonly problem: string | null }>({
    places: null,
    problem: null,
  });
  useEffect(() => {
    layout.current = makeLayout();
    return () => layout.current?.close();
  }, [makeLayout]);
  const key = useMemo(
    () => JSON.stringify([graph.nodes.map(({ id }) => id), graph.edges.map(({ from, to }) => [from, to])]),
    [graph],
  );
  const shape = useRef(graph);
  shape.current = graph;
  useEffect(() => {
    let isCurrent = true;
    layout.current?.place(shape.current).then(
      places => isCurrent && setTold({ places, problem: null }),
      (error: unknown) =>
        isCurrent && setTold({ places: null, problem: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      isCurrent = false;
    };
  }, [key]);
  return told;
}
