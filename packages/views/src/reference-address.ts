import { parseApiVersion, resourceKey } from '@lanthorn/kube/api/group-version-resource.ts';
import { findKindViewOf, kindAddress } from './kind-index.ts';
import type { ObjectReference } from './cells/kind-view.ts';

/** Groups of Kubernetes itself: their kinds are named by its own rule. What others define may be called anything. */
const BUILT_IN_GROUP = /^(|apps|batch|autoscaling|policy|[a-z0-9.]+\.k8s\.io)$/;
const KIND = /^[A-Z][A-Za-z0-9]*$/;
/** Kinds of the cluster that others name together with a namespace of their own. */
const CLUSTER_KINDS = new Set(['Node', 'Namespace', 'PersistentVolume', 'StorageClass', 'PriorityClass']);

/** Where the page of a named object is: kind and namespace as they stand in the address. Null where that cannot be known. */
export function referenceAddress(reference: ObjectReference): { resource: string; namespace: string } | null {
  const { apiVersion, kind, name } = reference;
  const { group, version } = parseApiVersion(apiVersion);
  const view = findKindViewOf(reference);
  if (name === '') return null;
  if (view !== undefined)
    return { resource: kindAddress(view.resource), namespace: view.namespaced ? reference.namespace : '' };
  if (!BUILT_IN_GROUP.test(group) || !KIND.test(kind) || version === '') return null;
  const namespace = CLUSTER_KINDS.has(kind) ? '' : reference.namespace;
  return { resource: resourceKey({ group, version, resource: pluralOf(kind) }), namespace };
}

/** As `meta.UnsafeGuessKindToResource` of apimachinery has it, which holds for all kinds of Kubernetes. */
function pluralOf(kind: string): string {
  const singular = kind.toLowerCase();
  if (singular === 'endpoints') return singular;
  if (singular.endsWith('s')) return `${singular}es`;
  return singular.endsWith('y') ? `${singular.slice(0, -1)}ies` : `${singular}s`;
}
