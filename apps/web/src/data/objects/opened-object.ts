import { readClusterKey } from '@lanthorn/views/cluster-row-key.ts';

/** The object of a row's key, as an address names the one in the panel; of the cluster where the key does not say of which. */
export function openedObject(
  open: string,
  cluster: string,
): { readonly cluster: string; readonly namespace: string; readonly name: string } {
  const { cluster: own, key } = readClusterKey(open) ?? { cluster, key: open };
  const slash = key.indexOf('/');
  return { cluster: own, namespace: slash < 0 ? '' : key.slice(0, slash), name: key.slice(slash + 1) };
}
