import type { ActionKind } from '@lanthorn/actions/action-records.ts';
import type { ClusterInfo, ClustersAnswer } from '@lanthorn/protocol/http/cluster-messages.ts';
import { useKnownClusters } from './known-clusters.ts';

/** Lanthorn was started so for these clusters; null where the server has said nothing yet. */
export function startedWith(clusters: readonly (Pick<ClusterInfo, 'name'> & Partial<ClusterInfo>)[] | null): void {
  useKnownClusters.setState({ answer: clusters === null ? null : ({ clusters } as unknown as ClustersAnswer) });
}

/** In the cluster `c` nothing but these is done. */
export function allowOnly(...allowed: ActionKind[]): void {
  startedWith([{ name: 'c', allowed }]);
}
