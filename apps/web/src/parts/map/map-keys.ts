import type { MapEdge } from './map-graph.ts';
import type { MapPlaces } from './map-layout.ts';

/**
 * The box that an arrow key leads to: right and left along the lines, to the nearest of several; up and down to the next box above or below.
 * Null where there is none.
 */
export function nextNode(
  { edges, places }: { readonly edges: readonly MapEdge[]; readonly places: MapPlaces['places'] },
  id: string,
  move: { readonly x: number; readonly y: number },
): string | null {
  const here = places.get(id);
  if (here === undefined) return null;
  const nearest = (ids: Iterable<string>, weigh: (place: { x: number; y: number }) => number | null) => {
    let best: { readonly id: string; readonly far: number } | null = null;
    for (const other of ids) {
      const place = other === id ? undefined : places.get(other);
      const far = place === undefined ? null : weigh(place);
      if (far !== null && (best === null || far < best.far)) best = { id: other, far };
    }
    return best?.id ?? null;
  };
  if (move.x !== 0) {
    const linked = edges.flatMap(({ from, to }) => (move.x > 0 ? (from === id ? [to] : []) : to === id ? [from] : []));
    return nearest(linked, place => Math.abs(place.y - here.y));
  }
  // Sideways counts more: the next one in the same column is meant.
  return nearest(places.keys(), place => {
    const down = (place.y - here.y) * move.y;
    return down <= 0 ? null : down + SIDEWAYS * Math.abs(place.x - here.x);
  });
}

const SIDEWAYS = 3;
