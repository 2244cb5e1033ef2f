import { create } from 'zustand';
import type { ClustersAnswer } from '@lanthorn/protocol/http/cluster-messages.ts';

/** Which clusters there are, and what Lanthorn was started with for each, as the server said last; null until it has. */
export const useKnownClusters = create<{ readonly answer: ClustersAnswer | null }>(() => ({ answer: null }));
