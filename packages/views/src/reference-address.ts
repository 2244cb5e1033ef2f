import { parseApiVersion, resourceKey } from '@lanthorn/kube/api/group-version-resource.ts';
import { findKindOf, kindAddress } from './kind-index.ts';
import { pluralOf } from '@lanthorn/kube/api/plural-of.ts';
import type { ObjectReference } from './cells/kind-view.ts';

/** Groups of Kubernetes itself: their kinds are named by its own rule. What others define may be called anything. */
const BUILT_IN_GROUP = /^(|apps|batch|autoscaling|policy|[a-z0-9.]+\.k8s\.io)$/;
const KIND = /^[A-Z][A-Za-z0-9]*$/;

/** Where the page of a named object is: kind and namespace as they stand in the address. Null where that cannot be known. */
export function referenceAddress(reference: ObjectReference): { resource: string; namespace: string } | null {
  const { apiVersion, kind, name } = reference;
  const { group, version } = parseApiVersion(apiVersion);
  const entry = findKindOf(reference);
  if (name === '') return null;
  if (entry !== undefined)
    return { resource: kindAddress(entry.resource), namespace: entry.namespaced ? reference.namespace : '' };
  if (!BUILT_IN_GROUP.test(group) || !KIND.test(kind) || version === '') return null;
  return { resource: resourceKey({ group, version, resource: pluralOf(kind) }), namespace: reference.namespace };
}
