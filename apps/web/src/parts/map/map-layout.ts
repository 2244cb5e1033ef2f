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
};

const newElk = () => new ELK({ workerFactory: () => new Worker(workerUrl) });
/** Started before there is anything to arrange. */
let spare: Elk | null = null;

/** Begins to load what arranges, which is long, while the objects are still read; gives it up where nothing came to be arranged. */
export function warmLayout(): () => void {
  spare ??= newElk();
  return () => {
    spare?.terminateWorker();
    spare = null;
  };
}

/** Beside the page, so that it stays quick: some hundred nodes take a second. */
export function workerLayout(): Layout {
  let elk: Elk | null = null;
  return {
    place: async ({ nodes, edges }) => {
      elk ??= spare ?? newElk();
      if (elk === spare) spare = null;
      const {
        children = [],
        width = 0,
        height = 0,
      } = await elk.layout<ElkNode>({
        id: 'map',
        layoutOptions: OPTIONS,
        children: nodes.map(({ id }) => ({ id, width: NODE_WIDTH, height: NODE_HEIGHT })),
        edges: edges.map(({ from, to }, i) => ({ id: String(i), sources: [from], targets: [to] })),
      });
      return { width, height, places: new Map(children.map(({ id, x = 0, y = 0 }) => [id, { x, y }])) };
    },
    close: () => {
      elk?.terminateWorker();
      elk = null;
    },
  };
}
