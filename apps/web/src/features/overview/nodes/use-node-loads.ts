import { useMemo } from 'react';
import { must } from '@lanthorn/base/assert.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import { NODE_VIEW } from '@lanthorn/views/kinds/core/nodes.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { listAnswer } from '../../../data/lists/list-answer.ts';
import { EMPTY_LIST } from '../../../data/lists/list-store.ts';
import { useLiveLists } from '../../../data/lists/use-live-lists.ts';
import { useWholeList } from '../../../data/lists/use-whole-list.ts';
import { type Measure, type NodeLoad, requestedLoads, usedLoads } from './node-loads.ts';

const MEASURED = must(NODE_VIEW.usage, 'nodes are measured').resource;
/** What more pods asked for is not summed up in a page that sums up all else. */
export const MAX_SUMMED = 1_000;

interface NodeLoads {
  /** What is told: what nodes use, or else what their pods asked for; null while neither is known. */
  readonly told: 'used' | 'requested' | null;
  readonly loads: ReadonlyMap<string, NodeLoad>;
  /** Nothing measures it, and there are too many pods to sum up. */
  readonly isTooMany: boolean;
}

/** How much is taken of each node: as measured where the cluster measures it, else as its pods asked for. */
export function useNodeLoads(cluster: string, nodes: readonly WireRow[], measure: Measure): NodeLoads {
  // The very list that fills the cells of nodes, without its rows.
  const { lists } = useLiveLists([{ cluster, resource: MEASURED, namespaces: [], filter: '', sort: [], limit: 0 }]);
  const answer = listAnswer(lists[0] ?? EMPTY_LIST).kind;
  const isMeasured = answer === 'told' && (lists[0]?.matched ?? 0) > 0;
  const asksPods = answer !== 'loading' && !isMeasured;
  const pods = useWholeList(
    useMemo(() => ({ cluster, resource: POD_VIEW.resource }), [cluster]),
    useMemo(() => ({ namespaces: [], filter: '', sort: [] }), []),
    asksPods ? MAX_SUMMED : 0,
  );
  const isSummed = asksPods && listAnswer(pods).kind === 'told' && pods.matched === pods.rows.size;
  const loads = useMemo(() => {
    if (isMeasured) return usedLoads(nodes, measure);
    return isSummed ? requestedLoads(nodes, [...pods.rows.values()], measure) : new Map<string, NodeLoad>();
  }, [isMeasured, isSummed, nodes, pods.rows, measure]);
  return {
    told: loads.size === 0 ? null : isMeasured ? 'used' : 'requested',
    loads,
    isTooMany: asksPods && (pods.matched ?? 0) > MAX_SUMMED,
  };
}
