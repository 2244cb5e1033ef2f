/** Stands between a cluster and the key of a row, in which there is no such thing: a name in a path has no slash. */
const BETWEEN = '//';

/** How the keys of a cluster's rows begin where several clusters are one list. */
export function clusterKeyStart(cluster: string): string {
  return cluster.replaceAll('%', '%25').replaceAll('/', '%2F') + BETWEEN;
}

/** The cluster of such a key and the row's own; null where it names none. */
export function readClusterKey(key: string): { readonly cluster: string; readonly key: string } | null {
  const at = key.indexOf(BETWEEN);
  if (at < 1) return null;
  const cluster = key.slice(0, at).replaceAll('%2F', '/').replaceAll('%25', '%');
  return { cluster, key: key.slice(at + BETWEEN.length) };
}
