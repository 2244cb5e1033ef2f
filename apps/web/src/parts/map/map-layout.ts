import ELK, { type ELK as Elk, type ElkNode } from 'elkjs/lib/elk-api.js';
import workerUrl from 'elkjs/lib/elk-worker.min.js?url';
import type { MapGraph } from './map-graph.ts';

export const NODE_WIDTH = 176;
export const NODE_HEIGHT = 46;

/** Where each node stands, by its id, and how large it all is. */
export interface MapPlaces {
  readonly width: number;
  readonly height: number;
  readonly places: ReadonlyMap<string, { readonly x: number; readonly y: number }>;
}

export type Shape = Pick<MapGraph, 'nodes' | 'edges'>;
export interface Layout {
  place(shape: Shape): Promise<MapPlaces>;
  close(): void;
}

/** What follows stands to the right of what it follows from. */
const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.spacing.nodeNode': '18',
  'elk.layered.spacing.nodeNodeBetweenLayers': '70',
  'elk.spacing.componentComponent': '36',
  'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  // Lines are drawn from box to box: no way is sought for them.
  'elk.edgeRouting': 'POLYLINE',
};

/** Of all that it knows only what is used begins with it. */
const newElk = () => new ELK({ workerFactory: () => new Worker(workerUrl), algorithms: ['layered'] });
/** So long it stays when nothing is left to arrange: who looks at a map goes to an object and back, and it takes as long to begin as to arrange. */
const LINGER_MS = 60_000;
/** Started before there is anything to arrange, or left by a map that is closed. */
let spare: Elk | null = null;
let lingering = 0;

function keep(elk: Elk): void {
  window.clearTimeout(lingering);
  if (spare !== null && spare !== elk) spare.terminateWorker();
  spare = elk;
  lingering = window.setTimeout(() => {
    spare?.terminateWorker();
    spare = null;
  }, LINGER_MS);
}

function take(): Elk {
  window.clearTimeout(lingering);
  const elk = spare ?? newElk();
  spare = null;
  return elk;
}

/**
 * Begins to load what arranges while the objects are still read, and has it arrange two boxes: what comes first takes 100 ms more than what
 * follows.
 */
export function warmLayout(): void {
  if (spare !== null) return;
  const elk = newElk();
  keep(elk);
  const first = { nodes: [{ id: 'a' }, { id: 'b' }], edges: [{ from: 'a', to: 'b' }] };
  // Where it fails the map says so.
  elk.layout(elkGraph(first)).catch(() => undefined);
}

interface Arranged {
  readonly nodes: readonly { readonly id: string }[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

function elkGraph({ nodes, edges }: Arranged): ElkNode {
  return {
    id: 'map',
    layoutOptions: OPTIONS,
    children: nodes.map(({ id }) => ({ id, width: NODE_WIDTH, height: NODE_HEIGHT })),
    edges: edges.map(({ from, to }, i) => ({ id: String(i), sources: [from], targets: [to] })),
  };
}

/** Beside the page, so that it stays quick: some hundred nodes take a second. */
export function workerLayout(): Layout {
  let elk: Elk | null = null;
  let isBusy = false;
  return {
    place: async shape => {
      elk ??= take();
      isBusy = true;
      const { children = [], width = 0, height = 0 } = await elk.layout(elkGraph(shape));
      isBusy = false;
      return { width, height, places: new Map(children.map(({ id, x = 0, y = 0 }) => [id, { x, y }])) };
    },
    close: () => {
      // What it is busy with nobody waits for any more.
      if (isBusy) elk?.terminateWorker();
      else if (elk !== null) keep(elk);
      elk = null;
    },
  };
}
