import { useEffect, useMemo, useRef, useState } from 'react';
import type { MapGraph } from './map-graph.ts';
import type { Layout, MapPlaces } from './map-layout.ts';

/** So long lists that are on their way are waited for: most namespaces are whole by then, and are arranged once. */
export const FIRST_WAIT_MS = 400;

interface Told {
  readonly places: MapPlaces | null;
  readonly problem: string | null;
}

/**
 * Where the boxes of a map stand. Arranged anew only when other boxes or lines are there: a state that changes paints, and moves nothing. Of what
 * changes while it is arranged only the last is arranged next.
 */
export function useLayout(
  graph: MapGraph,
  { isPart, makeLayout }: { readonly isPart: boolean; readonly makeLayout: () => Layout },
): Told {
  const arranging = useRef<Arranging | null>(null);
  const [told, setTold] = useState<Told>({ places: null, problem: null });
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const started = new Arranging(makeLayout(), setTold);
    arranging.current = started;
    return () => started.close();
  }, [makeLayout]);
  useEffect(() => {
    const timer = window.setTimeout(() => setLate(true), FIRST_WAIT_MS);
    return () => window.clearTimeout(timer);
  }, []);
  const key = useMemo(
    () => JSON.stringify([graph.nodes.map(({ id }) => id), graph.edges.map(({ from, to }) => [from, to])]),
    [graph],
  );
  const shape = useRef(graph);
  shape.current = graph;
  const isDue = isLate || !isPart;
  useEffect(() => {
    if (isDue) arranging.current?.want(shape.current);
  }, [key, isDue]);
  return told;
}

/** One arrangement after the other. */
class Arranging {
  readonly #layout: Layout;
  readonly #onTold: (told: Told) => void;
  #wanted: MapGraph | null = null;
  #isBusy = false;
  #isClosed = false;

  constructor(layout: Layout, onTold: (told: Told) => void) {
    this.#layout = layout;
    this.#onTold = onTold;
  }

  want(graph: MapGraph): void {
    this.#wanted = graph;
    if (!this.#isBusy) this.#next();
  }

  close(): void {
    this.#isClosed = true;
    this.#layout.close();
  }

  #next(): void {
    const graph = this.#wanted;
    this.#wanted = null;
    this.#isBusy = graph !== null && !this.#isClosed;
    if (graph === null || this.#isClosed) return;
    this.#layout.place(graph).then(
      places => this.#tell({ places, problem: null }),
      (error: unknown) => this.#tell({ places: null, problem: error instanceof Error ? error.message : String(error) }),
    );
  }

  #tell(told: Told): void {
    if (!this.#isClosed) this.#onTold(told);
    this.#next();
  }
}
