import { parseJson } from '@lanthorn/base/json-text.ts';
import { asArray, asObject, getPath, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import { resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import { yamlText } from '@lanthorn/kube/edit/kubernetes-yaml.ts';
import type { PlannedChange } from '@lanthorn/protocol/http/change-set-messages.ts';

/** What a change comes to as a file that says nothing of the moment in which it was planned. */
export type ChangeFile = { readonly change: PlannedChange } & (
  | { readonly type: 'object' | 'apply' | 'merge' | 'strategic'; readonly body: JsonObject }
  | { readonly type: 'json'; readonly body: readonly unknown[] }
  /** `spec.replicas`, by the subresource. */
  | { readonly type: 'scale'; readonly replicas: number }
  /** What no file says: a deletion, an eviction, a part of an object that has rights of its own. */
  | { readonly type: 'command' }
);

/** What holds only for the very state that was looked at. */
const OF_A_STATE = new Set(['resourceVersion', 'uid']);

function withoutState(body: JsonObject): JsonObject {
  const metadata = Object.entries(asObject(body['metadata'])).filter(([name]) => !OF_A_STATE.has(name));
  const { metadata: _metadata, ...rest } = body;
  return metadata.length === 0 ? rest : { ...rest, metadata: Object.fromEntries(metadata) };
}

function isOfState(operation: unknown): boolean {
  const path = getPath(operation, 'path');
  return typeof path === 'string' && OF_A_STATE.has(path.replace('/metadata/', ''));
}

export function changeFile(change: PlannedChange): ChangeFile {
  const { request, target } = change;
  if (request === null) return { change, type: 'command' };
  const own = resourcePath({ ...target.resource, namespace: target.namespace, name: target.name });
  const body: unknown = parseJson(request.body ?? 'null');
  const replicas = getPath(body, 'spec', 'replicas');
  if (request.path === `${own}/scale` && typeof replicas === 'number') return { change, type: 'scale', replicas };
  // Created: the object stands in the body with its kind, whatever it is made of.
  if (request.method === 'POST' && isObject(body) && !request.path.startsWith(`${own}/`) && 'apiVersion' in body)
    return { change, type: 'object', body: withoutState(body) };
  if (request.method !== 'PATCH' || request.path !== own) return { change, type: 'command' };
  switch (request.headers?.['content-type'] ?? '') {
    case 'application/json-patch+json':
      return { change, type: 'json', body: asArray(body).filter(operation => !isOfState(operation)) };
    case 'application/apply-patch+yaml': {
      const isNew = getPath(body, 'metadata', 'uid') === undefined;
      return { change, type: isNew ? 'object' : 'apply', body: withoutState(asObject(body)) };
    }
    case 'application/strategic-merge-patch+json':
      return { change, type: 'strategic', body: withoutState(asObject(body)) };
    case 'application/merge-patch+json':
      return { change, type: 'merge', body: withoutState(asObject(body)) };
    default:
      return { change, type: 'command' };
  }
}

/** A name that says which step it is, of what, and how it is meant; of letters that every file system takes. */
export function fileName({ change: { kind, target }, type }: ChangeFile, place: number): string {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9.-]+/g, '-');
  const number = String(place + 1).padStart(2, '0');
  const suffix = type === 'object' || type === 'apply' ? 'yaml' : `${type}-patch.yaml`;
  return `${number}-${plain(kind === '' ? target.resource.resource : kind)}-${plain(target.name)}.${suffix}`;
}

export function fileText(file: ChangeFile): string {
  return 'body' in file ? yamlText(file.body) : '';
}

/** One line of a comment, whatever a name holds. */
export function commentText(text: string): string {
  return `# ${text.replaceAll(/\p{Cc}+/gu, ' ')}`;
}
