import { asNumber, asString } from '@lanthorn/base/json.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { NODE_VIEW } from '@lanthorn/views/kinds/core/nodes.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';

/** What a node lends to pods. */
export type Measure = 'cpu' | 'memory';

/** Beyond it a node takes few pods more. */
export const HOT = 0.9;

/** How much of it is taken. */
export interface NodeLoad {
  readonly amount: number;
  readonly of: number;
}

const LENT = { cpu: columnIndex(NODE_VIEW, 'cpu'), memory: columnIndex(NODE_VIEW, 'memory') };
const USED = { cpu: columnIndex(NODE_VIEW, 'cpuUsed'), memory: columnIndex(NODE_VIEW, 'memoryUsed') };
const ASKED = { cpu: columnIndex(POD_VIEW, 'cpuRequest'), memory: columnIndex(POD_VIEW, 'memoryRequest') };
const NODE = columnIndex(POD_VIEW, 'node');

/** Of each measure, by the name of the node; what is not known of a node is left out. */
export type Loads = Readonly<Record<Measure, ReadonlyMap<string, NodeLoad>>>;

/** What each node uses of what it lends; nodes that were not measured are left out. */
export function usedLoads(nodes: readonly WireRow[]): Loads {
  return bothOf(measure => loadsOf(nodes, measure, ({ cells }) => asNumber(cells[USED[measure]])));
}

/** What the pods of each node asked for of what it lends. All pods must be among these. */
export function requestedLoads(nodes: readonly WireRow[], pods: readonly WireRow[]): Loads {
  return bothOf(measure => {
    const sums = new Map<string, number>();
    for (const { cells } of pods) {
      const node = asString(cells[NODE]);
      sums.set(node, (sums.get(node) ?? 0) + (asNumber(cells[ASKED[measure]]) ?? 0));
    }
    return loadsOf(nodes, measure, ({ name }) => sums.get(name) ?? 0);
  });
}

function bothOf(loadsBy: (measure: Measure) => ReadonlyMap<string, NodeLoad>): Loads {
  return { cpu: loadsBy('cpu'), memory: loadsBy('memory') };
}

function loadsOf(
  nodes: readonly WireRow[],
  measure: Measure,
  amountOf: (node: WireRow) => number | undefined,
): ReadonlyMap<string, NodeLoad> {
  return new Map(
    nodes.flatMap(node => {
      const [amount, of] = [amountOf(node), asNumber(node.cells[LENT[measure]])];
      return amount === undefined || of === undefined || of <= 0 ? [] : [[node.name, { amount, of }] as const];
    }),
  );
}
