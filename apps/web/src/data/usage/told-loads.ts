import { create } from 'zustand';
import type { NodeLoads } from './use-node-loads.ts';

/** How much is taken of each node of the list on screen; null while no list tells it. Cells read of it what is theirs. */
export const useToldLoads = create<{
  readonly told: (Pick<NodeLoads, 'told' | 'loads'> & { readonly cluster: string }) | null;
}>(() => ({ told: null }));
