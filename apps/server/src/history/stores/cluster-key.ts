/** Under what the history files what belongs to a cluster. */
export type ClusterKey = string & { readonly brand: 'ClusterKey' };

/** The one place that decides it: the context's name. Who asks joins it here when there is more than one person. */
export function clusterKey(cluster: string): ClusterKey {
  return cluster as ClusterKey;
}
