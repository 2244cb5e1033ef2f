import { writeJson } from '@lanthorn/base/json-text.ts';
import type { ApiRequest } from '@lanthorn/kube/api/api-request.ts';
import { type GroupVersionResource, groupResource, resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import type { JsonPatchOperation } from '@lanthorn/kube/patch/json-patch.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { findKindEntry } from '@lanthorn/views/cells/kind-entries.ts';
import { type ObjectTarget, type Right, shellLine } from './action.ts';

/** The right to patch that very object. */
export function patchRight({ resource: { group, resource }, namespace, name }: ObjectTarget): Right {
  return { verb: 'patch', group, resource, namespace, name };
}

/** The right to patch a part of that very object that has its own rights. */
export function partRight(
  target: ObjectTarget,
  { verb, part }: { readonly verb: string; readonly part: string },
): Right {
  const { resource, namespace, name } = target;
  return { verb, group: resource.group, resource: `${resource.resource}/${part}`, namespace, name };
}

/** The right to create objects of a resource; it has no name yet that a right could mean. */
export function createRight({ group, resource }: GroupVersionResource, namespace: string): Right {
  return { verb: 'create', group, resource, namespace, name: '' };
}

/** Operations on that very object; tests among them are its preconditions. */
export function jsonPatchRequest(
  { resource, namespace, name }: ObjectTarget,
  operations: readonly JsonPatchOperation[],
): ApiRequest {
  return {
    method: 'PATCH',
    path: resourcePath({ ...resource, namespace, name }),
    headers: { 'content-type': 'application/json-patch+json' },
    body: writeJson(operations),
  };
}

/**
 * That the object is as it was read. For what is made where nothing is: it would take the place of what somebody else makes there meanwhile.
 */
export function unchangedSince({ metadata: { resourceVersion } }: Pick<KubeObject, 'metadata'>): JsonPatchOperation {
  return { op: 'test', path: '/metadata/resourceVersion', value: resourceVersion };
}

export function createRequest(resource: GroupVersionResource, namespace: string, object: unknown): ApiRequest {
  return {
    method: 'POST',
    path: resourcePath({ ...resource, namespace }),
    headers: { 'content-type': 'application/json' },
    body: writeJson(object),
  };
}

/** A kubectl line for the cluster and namespace of a target. */
export function kubectlLine(
  { namespace }: Pick<ObjectTarget, 'namespace'>,
  context: string,
  words: readonly string[],
): string {
  const place = [`--context=${context}`, ...(namespace === '' ? [] : [`--namespace=${namespace}`])];
  return shellLine(['kubectl', ...place, ...words]);
}

/** Where no short form exists, the object itself goes in. */
export function kubectlCreate(target: Pick<ObjectTarget, 'namespace'>, context: string, object: KubeObject): string {
  return `${kubectlLine(target, context, ['create', '--filename=-'])} <<'EOF'\n${writeJson(object, 2)}\nEOF`;
}

/** A kind as kubectl takes it: its name in small letters, or where it is not known the resource with its group. */
export function kubectlKind(resource: GroupVersionResource): string {
  return findKindEntry(resource)?.kind.toLowerCase() ?? groupResource(resource);
}

/** The words of a merge patch; `kind` as kubectl takes it. */
export function mergePatchWords(kind: string, name: string, patch: unknown): string[] {
  return ['patch', kind, name, '--type=merge', `--patch=${writeJson(patch)}`];
}
