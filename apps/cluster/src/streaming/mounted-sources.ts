import type { ApiServer } from '@lanthorn/apiserver/requests/api-server.ts';
import { storageKey } from '@lanthorn/apiserver/storage/storage.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { ContainerSources } from '../container/container-sources.ts';

const SERVICES = 'services.v1.';
/** What every container is told of, wherever it is: the API server (`masterServices` of a kubelet). */
const MASTER = storageKey('default', 'kubernetes');

/** A cluster in this process, as a node reads it for its containers. */
export function sourcesOf(server: Pick<ApiServer, 'storage' | 'accountToken'>): ContainerSources {
  const { storage } = server;
  return {
    read: (resource, { namespace, name }) => storage.get(`${resource}.v1.`, storageKey(namespace, name)),
    services: namespace => {
      const found: KubeObject[] = [];
      const prefix = `${namespace}/`;
      storage.scan(SERVICES, { prefix, start: prefix }, (_key, service) => found.push(service) > 0);
      const master = storage.get(SERVICES, MASTER);
      return master === undefined ? found : [...found, master];
    },
    token: (pod, wish) => server.accountToken(pod, wish),
  };
}
