import { memo, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../ui/status/notice.tsx';
import { Button } from '../../ui/button/button.tsx';
import { classes } from '../../ui/styles/classes.ts';
import { Skeleton } from '../../ui/status/skeleton.tsx';
import type { MapEdge, MapGraph, MapNode } from './map-graph.ts';
import { type Layout, type MapPlaces, NODE_HEIGHT, NODE_WIDTH, workerLayout } from './map-layout.ts';
import { nextNode } from './map-keys.ts';
import { MapBox } from './map-box.tsx';
import { movedBy, shownAround, zoomed } from './map-view.ts';
import { useLayout } from './use-layout.ts';
import { useMapMoves } from './use-map-moves.ts';
import { useMapView } from './use-map-view.ts';
import styles from './map.module.css';

/** Steps of the keys, in pixels of the screen. */
const PAN_STEP = 80;
const ZOOM_STEP = 1.25;
const ZOOM_KEYS: Readonly<Record<string, number>> = { '+': ZOOM_STEP, '=': ZOOM_STEP, '-': 1 / ZOOM_STEP };

/** Objects and how they hang together: moved and enlarged by pointer and by keys, walked along its lines. */
export function MapCanvas({
  graph,
  isPart = false,
  selected,
  onOpen,
  makeLayout = workerLayout,
}: {
  readonly graph: MapGraph;
  /** More of it is on its way. */
  readonly isPart?: boolean;
  /** The object that the map is about. */
  readonly selected: string | null;
  readonly onOpen: (node: MapNode) => void;
  readonly makeLayout?: () => Layout;
}) {
  const { t } = useTranslation();
  const { places, problem } = useLayout(graph, { isPart, makeLayout });
  const room = useRef<SVGSVGElement | null>(null);
  const { shown, size, change, showAll } = useMapView(room, { places, graph, selected });
  const [focused, setFocused] = useState<string | null>(null);
  const zoomBy = (factor: number) => {
    const { width, height } = size();
    change(from => zoomed(from, factor, { x: width / 2, y: height / 2 }));
  };
  const drawn = graph.nodes.filter(({ id }) => places?.places.has(id));
  const first = drawn.find(({ id }) => id === (focused ?? selected)) ?? drawn[0];
  const focus = (id: string) => {
    setFocused(id);
    const place = places?.places.get(id);
    if (place !== undefined) change(from => shownAround(from, place, size()));
    const boxes = room.current?.querySelectorAll<SVGGElement>('[data-node]') ?? [];
    [...boxes].find(box => box.dataset['node'] === id)?.focus({ preventScroll: true });
  };
  const onKey = ({ key, shiftKey }: KeyboardEvent): boolean => {
    const move = MOVES[key];
    const zoom = ZOOM_KEYS[key];
    if (zoom !== undefined) zoomBy(zoom);
    else if (key === '0') showAll();
    else if (move === undefined) return false;
    else if (shiftKey) change(from => movedBy(from, -move.x * PAN_STEP, -move.y * PAN_STEP));
    else if (first !== undefined && places !== null) {
      const next = nextNode({ edges: graph.edges, places: places.places }, first.id, move);
      if (next !== null) focus(next);
    }
    return true;
  };
  useMapMoves(room, {
    onKey,
    onZoom: (factor, at) => change(from => zoomed(from, factor, at)),
    onPan: (x, y) => change(from => movedBy(from, x, y)),
  });
  return (
    <div className={styles['room']}>
      {problem === null ? null : <Notice tone="bad">{t('map.noLayout', { message: problem })}</Notice>}
      {places === null && problem === null ? <Skeleton lines={6} label={t('map.loading')} /> : null}
      <svg
        ref={room}
        className={styles['map']}
        role="group"
        aria-label={t('map.label', { count: drawn.length })}
        data-testid="map"
      >
        {shown === null || places === null ? null : (
          <g transform={`translate(${shown.x} ${shown.y}) scale(${shown.scale})`}>
            <Drawing
              graph={graph}
              places={places}
              selected={selected}
              first={first?.id ?? null}
              onFocus={setFocused}
              onOpen={onOpen}
            />
          </g>
        )}
      </svg>
      <Tools onZoom={zoomBy} onFit={showAll} />
    </div>
  );
}

/** Not drawn anew while the map is moved: it would be the work of a frame. */
const Drawing = memo(function Drawing({
  graph,
  places,
  selected,
  first,
  onFocus,
  onOpen,
}: {
  readonly graph: MapGraph;
  readonly places: MapPlaces;
  readonly selected: string | null;
  /** The box that Tab comes to. */
  readonly first: string | null;
  readonly onFocus: (id: string) => void;
  readonly onOpen: (node: MapNode) => void;
}) {
  const leadsTo = useMemo(() => namesAfter(graph), [graph]);
  return (
    <>
      {graph.edges.map(edge => (
        <Line key={`${edge.from} ${edge.to}`} edge={edge} places={places} />
      ))}
      {graph.nodes.map(node => {
        const place = places.places.get(node.id);
        return place === undefined ? null : (
          <MapBox
            key={node.id}
            node={node}
            place={place}
            isSelected={node.id === selected}
            isFirst={node.id === first}
            leadsTo={leadsTo.get(node.id) ?? []}
            onFocus={() => onFocus(node.id)}
            onOpen={() => onOpen(node)}
          />
        );
      })}
    </>
  );
});

function Tools({ onZoom, onFit }: { readonly onZoom: (factor: number) => void; readonly onFit: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={styles['tools']}>
      <Button onClick={() => onZoom(ZOOM_STEP)}>{t('map.zoomIn')}</Button>
      <Button onClick={() => onZoom(1 / ZOOM_STEP)}>{t('map.zoomOut')}</Button>
      <Button onClick={onFit}>{t('map.fit')}</Button>
    </div>
  );
}

const MOVES: Readonly<Record<string, { readonly x: number; readonly y: number }>> = {
  ArrowRight: { x: 1, y: 0 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowDown: { x: 0, y: 1 },
  ArrowUp: { x: 0, y: -1 },
};

/** For who listens: what each box leads to. */
function namesAfter({ nodes, edges }: MapGraph): ReadonlyMap<string, readonly string[]> {
  const order = new Map(nodes.map(({ id }, at) => [id, at]));
  const after = new Map<string, number[]>();
  for (const { from, to } of edges) {
    const at = order.get(to);
    if (at === undefined) continue;
    const those = after.get(from);
    if (those === undefined) after.set(from, [at]);
    else those.push(at);
  }
  const nameOf = (at: number) => nodes.slice(at, at + 1).map(({ kind, name }) => `${kind} ${name}`);
  return new Map([...after].map(([id, those]) => [id, those.sort((a, b) => a - b).flatMap(nameOf)]));
}

function Line({ edge, places }: { readonly edge: MapEdge; readonly places: MapPlaces }) {
  const [from, to] = [places.places.get(edge.from), places.places.get(edge.to)];
  if (from === undefined || to === undefined) return null;
  const [x1, y1] = [from.x + NODE_WIDTH, from.y + NODE_HEIGHT / 2];
  const [x2, y2] = [to.x, to.y + NODE_HEIGHT / 2];
  const bend = Math.max(24, Math.abs(x2 - x1) / 2);
  return (
    <path
      className={classes(styles['line'], edge.trouble !== null && styles[edge.trouble])}
      data-trouble={edge.trouble ?? 'none'}
      d={`M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`}
    />
  );
}
