import { useMemo } from 'react';
import { must } from '@lanthorn/base/assert.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import { NODE_VIEW } from '@lanthorn/views/kinds/core/nodes.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { listAnswer } from '../lists/list-answer.ts';
import { EMPTY_LIST } from '../lists/list-store.ts';
import { useLiveLists } from '../lists/use-live-lists.ts';
import { useWholeList } from '../lists/use-whole-list.ts';
import { type Loads, requestedLoads, usedLoads } from './node-loads.ts';

const MEASURED = must(NODE_VIEW.usage, 'nodes are measured').resource;
/** What more pods asked for is not summed up in a page that sums up all else. */
export const MAX_SUMMED = 1_000;

export interface NodeLoads {
  /** What is told: what nodes use, or else what their pods asked for; null while neither is known. */
  readonly told: 'used' | 'requested' | null;
  readonly loads: Loads;
  /** Nothing measures it, and there are too many pods to sum up. */
  readonly isTooMany: boolean;
}

const NONE: Loads = { cpu: new Map(), memory: new Map() };

/** How much is taken of each node: as measured where the cluster measures it, else as its pods asked for. */
export function useNodeLoads(cluster: string, nodes: readonly WireRow[]): NodeLoads {
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
    if (isMeasured) return usedLoads(nodes);
    return isSummed ? requestedLoads(nodes, [...pods.rows.values()]) : NONE;
  }, [isMeasured, isSummed, nodes, pods.rows]);
  return {
    told: loads.cpu.size + loads.memory.size === 0 ? null : isMeasured ? 'used' : 'requested',
    loads,
    isTooMany: asksPods && (pods.matched ?? 0) > MAX_SUMMED,
  };
}
