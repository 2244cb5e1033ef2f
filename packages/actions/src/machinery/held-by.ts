import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';

/** Who must let go of an object that is being deleted before it is gone: its finalizers, and those of a namespace's content. Empty of any other. */
export function heldBy(object: KubeObject): readonly string[] {
  const { deletionTimestamp, finalizers = [] } = object.metadata;
  if (deletionTimestamp === undefined) return [];
  // Another kind may have a field of that name that means something else.
  const isNamespace = object.kind === 'Namespace' && object.apiVersion === 'v1';
  const ofContent = isNamespace ? asArray(getPath(object, 'spec', 'finalizers')).map(asString) : [];
  return [...finalizers, ...ofContent].filter(name => name !== '');
}
