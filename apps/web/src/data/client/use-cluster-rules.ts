import { useMemo } from 'react';
import type { ActionKind } from '@lanthorn/actions/action-records.ts';
import { useClient } from './client.ts';

export interface ClusterRules {
  /** Of these clusters those that ask for a reason. */
  readonly asking: (clusters: readonly string[]) => readonly string[];
  /** Those in which this is not done. */
  readonly withholding: (kind: ActionKind, clusters: readonly string[]) => readonly string[];
}

/** What Lanthorn was started with for each cluster. The server holds to it; the page says it before. */
export function useClusterRules(): ClusterRules {
  const { firstClusters } = useClient();
  return useMemo(() => {
    const infoOf = (name: string) => firstClusters?.clusters.find(cluster => cluster.name === name);
    return {
      asking: clusters => clusters.filter(name => infoOf(name)?.asksReason === true),
      withholding: (kind, clusters) => clusters.filter(name => infoOf(name)?.allowed?.includes(kind) === false),
    };
  }, [firstClusters]);
}
