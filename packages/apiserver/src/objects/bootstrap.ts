import type { Random } from '@lanthorn/base/random.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import found from '../data/bootstrap-objects.json' with { type: 'json' };
import type { Storage } from '../storage/storage.ts';
import { OWN_SERVICE, putOwnObject } from './own-service.ts';

const NAMESPACES = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

function namespaceOf(name: string): KubeObject {
  const labels = { 'kubernetes.io/metadata.name': name };
  return { metadata: { name, labels }, spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } };
}

/** What a server makes for itself before anybody asks: namespaces, roles, priorities, who it answers first, its own Service. Nobody owns their fields. */
export function seedBootstrapObjects(storage: Storage, { random, since }: { random: Random; since: number }): void {
  const put = (resource: string, object: KubeObject) => putOwnObject(storage, { resource, object, random, since });
  for (const name of NAMESPACES) put('namespaces.v1.', namespaceOf(name));
  for (const [resource, objects] of Object.entries(found as unknown as Record<string, KubeObject[]>))
    for (const object of objects) put(resource, object);
  for (const [resource, object] of Object.entries(OWN_SERVICE)) put(resource, object);
}
