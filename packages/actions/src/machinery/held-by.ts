import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { namespaceRemains } from '@lanthorn/views/facts/namespace-remains.ts';

const KUBERNETES = 'kubernetes';

/** Who must let go of an object that is being deleted before it is gone: its finalizers, and those of a namespace's content. Empty of any other. */
export function heldBy(object: KubeObject): readonly string[] {
  const { deletionTimestamp, finalizers = [] } = object.metadata;
  if (deletionTimestamp === undefined) return [];
  // Another kind may have a field of that name that means something else.
  const isNamespace = object.kind === 'Namespace' && object.apiVersion === 'v1';
  return [...finalizers, ...(isNamespace ? ofContent(object) : [])].filter(name => name !== '');
}

/** The finalizers in it, once whoever empties it has said which; before that the one that stands for all of it. */
function ofContent(namespace: KubeObject): readonly string[] {
  const remains = namespaceRemains(namespace);
  const spec = asArray(getPath(namespace, 'spec', 'finalizers')).map(asString);
  if (remains?.isReported !== true || !spec.includes(KUBERNETES)) return spec;
  return [...spec.filter(name => name !== KUBERNETES), ...remains.finalizers.map(({ name }) => name)];
}
