import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
import { findCondition, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { namespaceRemains } from '@lanthorn/views/facts/namespace-remains.ts';

const KUBERNETES = 'kubernetes';
/** Where one of them is true, whoever empties the namespace does not come to an end by waiting. */
const FAILURES = ['DiscoveryFailure', 'ContentFailure', 'GroupVersionParsingFailure'];

/** Who must let go of an object that is being deleted before it is gone: its finalizers, and those of a namespace's content. Empty of any other. */
export function heldBy(object: KubeObject): readonly string[] {
  const { deletionTimestamp, finalizers = [] } = object.metadata;
  if (deletionTimestamp === undefined) return [];
  return [...finalizers, ...(isNamespace(object) ? ofContent(object) : [])].filter(name => name !== '');
}

/** API groups that do not answer, so that a namespace that is being deleted is not known to be empty. */
export function silentFor(object: KubeObject): readonly string[] {
  const silent = isNamespace(object) ? (namespaceRemains(object)?.silent ?? []) : [];
  return silent.map(({ group, version }) => `${group}/${version}`);
}

/** Another kind may have fields of these names that mean something else. */
function isNamespace({ kind, apiVersion }: KubeObject): boolean {
  return kind === 'Namespace' && apiVersion === 'v1';
}

/** The finalizers in it, once whoever empties it has said which; before that the one that stands for all of it. */
function ofContent(namespace: KubeObject): readonly string[] {
  const remains = namespaceRemains(namespace);
  const spec = asArray(getPath(namespace, 'spec', 'finalizers')).map(asString);
  if (remains?.isReported !== true || !spec.includes(KUBERNETES)) return spec;
  const hasFailed = FAILURES.some(type => findCondition(namespace, `NamespaceDeletion${type}`)?.['status'] === 'True');
  return [...spec.filter(name => hasFailed || name !== KUBERNETES), ...remains.finalizers.map(({ name }) => name)];
}
