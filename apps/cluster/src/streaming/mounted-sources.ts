import { type Storage, storageKey } from '@lanthorn/apiserver/storage/storage.ts';
import type { ReadSource } from '../container/mounted-files.ts';

/** The ConfigMaps, Secrets and claims of a cluster in this process, as a node reads them for its containers. */
export function sourcesOf(storage: Pick<Storage, 'get'>): ReadSource {
  return (resource, { namespace, name }) => storage.get(`${resource}.v1.`, storageKey(namespace, name));
}
