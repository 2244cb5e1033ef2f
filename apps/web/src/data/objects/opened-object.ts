import { clusterKeyStart, readClusterKey } from '@lanthorn/views/cluster-row-key.ts';
import type { ViewState } from '../lists/view-state.ts';

/** The object of a row's key, as an address names the one in the panel; of the cluster where the key does not say of which. */
export function openedObject(
  open: string,
  cluster: string,
): { readonly cluster: string; readonly namespace: string; readonly name: string } {
  const { cluster: own, key } = readClusterKey(open) ?? { cluster, key: open };
  const slash = key.indexOf('/');
  return { cluster: own, namespace: slash < 0 ? '' : key.slice(0, slash), name: key.slice(slash + 1) };
}

/** The object that is on the screen, on its own page or in the panel; its name is '' where none is. */
export function shownObject({
  cluster,
  namespace = '',
  name,
  search,
}: Pick<ViewState, 'cluster' | 'namespace' | 'name' | 'search'>): ReturnType<typeof openedObject> {
  return name === undefined ? openedObject(search.open ?? '', cluster) : { cluster, namespace, name };
}

/** The key of its row in a list of these clusters, as an address names the object in the panel. */
export function openKey(
  { cluster, namespace, name }: { readonly cluster: string; readonly namespace: string; readonly name: string },
  clusters: readonly string[],
): string {
  const key = namespace === '' ? name : `${namespace}/${name}`;
  return clusters.length > 1 ? clusterKeyStart(cluster) + key : key;
}
