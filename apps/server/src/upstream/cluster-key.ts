import { type Identity, OWNER } from './identity.ts';

/** A cluster as one identity sees it: whatever is kept of it is kept under this, in memory and on disk. */
export type ClusterKey = string & { readonly brand: 'ClusterKey' };

/**
 * The one place that decides it. The owner's is the context's name, as files of before there were others have it; a name that could be
 * taken for the key of another is written like theirs.
 */
export function clusterKey(name: string, { key }: Identity): ClusterKey {
  return (key === OWNER.key && !name.startsWith('[') ? name : JSON.stringify([key, name])) as ClusterKey;
}
