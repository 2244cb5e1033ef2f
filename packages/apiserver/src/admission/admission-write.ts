import { asArray, asString, type JsonObject } from '@lanthorn/base/json.ts';
import { parseApiVersion } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { matchesLabels, readLabelSelector } from '@lanthorn/kube/selectors/label-selector.ts';
import { typed } from '../printing/representation.ts';
import type { ResourceInfo } from '../resources/resource-info.ts';
import type { ServedResource } from '../resources/served-resource.ts';
import { toCel } from '../schema/cel.ts';
import type { Storage } from '../storage/storage.ts';
import type { UserInfo } from '../wire/user-info.ts';

/** A write on its way to storage, or a connection to a pod. */
export interface AdmissionAttributes {
  readonly info: ServedResource;
  readonly subresource: string;
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';
  readonly namespace: string;
  readonly name: string;
  readonly object: KubeObject | null;
  readonly oldObject: KubeObject | null;
  readonly user: UserInfo;
  readonly dryRun: boolean;
  /** As they were sent; a connection has none. */
  readonly options?: JsonObject | undefined;
}

/** As reviews tell of it (k8s.io/api/authentication/v1, UserInfo). */
export function shownUser({ username, uid = '', groups, extra }: UserInfo): JsonObject {
  return { username, ...(uid === '' ? {} : { uid }), groups, ...(extra === undefined ? {} : { extra }) };
}

/** A write as it is judged: with its type, which what is asked of a part of an object, as an Eviction, brings along. */
export function shownAs(info: ServedResource, object: KubeObject): JsonObject {
  return hasOwnType(object) ? object : typed(info, object);
}

export function hasOwnType(object: KubeObject): boolean {
  return object['apiVersion'] !== undefined;
}

/** The type of the object that is written, be it one of its own. */
export function kindOf(
  { group, version, kind }: ResourceInfo,
  object: KubeObject | null,
): { readonly group: string; readonly version: string; readonly kind: string } {
  if (object === null || !hasOwnType(object)) return { group, version, kind };
  return { ...parseApiVersion(asString(object['apiVersion'])), kind: asString(object['kind']) };
}

/** Whether a rule of a policy or webhook names this write, seen as one of this version. */
export function matchesRule(
  rule: JsonObject,
  { subresource, operation, namespace, name }: AdmissionAttributes,
  info: ResourceInfo,
): boolean {
  const has = (field: string, value: string) => {
    const list = asArray(rule[field]);
    return list.includes('*') || list.includes(value);
  };
  const resource = subresource === '' ? info.resource : `${info.resource}/${subresource}`;
  const covers = (entry: unknown) =>
    entry === '*/*' ||
    entry === resource ||
    (subresource === '' && entry === '*') ||
    (subresource !== '' && (entry === `${info.resource}/*` || entry === `*/${subresource}`));
  const names = asArray(rule['resourceNames']);
  const scope = rule['scope'] ?? '*';
  return (
    has('operations', operation) &&
    has('apiGroups', info.group) &&
    has('apiVersions', info.version) &&
    asArray(rule['resources']).some(covers) &&
    (scope === '*' || (scope === 'Namespaced') === (namespace !== '')) &&
    (names.length === 0 || names.includes(name))
  );
}

/** Whether the object, as it was or will be, and its namespace have the labels that are asked for. */
export function matchesSelectors(
  { namespaceSelector, objectSelector }: JsonObject,
  { info, namespace, object, oldObject }: AdmissionAttributes,
  storage: Storage,
): boolean {
  const objects = [object, oldObject].filter(entry => entry !== null);
  const wanted = readLabelSelector(objectSelector ?? {});
  if (wanted.length > 0 && !objects.some(entry => matchesLabels(wanted, entry.metadata.labels ?? {}))) return false;
  const isNamespace = info.group === '' && info.resource === 'namespaces';
  if (!info.namespaced && !isNamespace) return true;
  // A namespace has the labels that it will have; on its way out those that it had.
  const home = isNamespace ? (object ?? oldObject) : storage.get('namespaces.v1.', namespace);
  return matchesLabels(readLabelSelector(namespaceSelector ?? {}), home?.metadata.labels ?? {});
}

/** What expressions in CEL may name of a write. */
export function celNames(attributes: AdmissionAttributes, storage: Storage): Record<string, unknown> {
  const { info, subresource, operation, namespace, name, object, oldObject, user, dryRun } = attributes;
  const { group, version, resource } = info;
  const shown = (value: KubeObject | null) => {
    if (value === null) return null;
    return toCel(shownAs(info, value), (hasOwnType(value) ? null : info.schema) ?? {});
  };
  const home = storage.get('namespaces.v1.', namespace);
  return {
    object: shown(object),
    oldObject: shown(oldObject),
    namespaceObject: home === undefined ? null : toCel(home),
    request: {
      kind: kindOf(info, object),
      resource: { group, version, resource },
      subResource: subresource,
      name,
      namespace,
      operation,
      userInfo: shownUser(user),
      dryRun,
    },
  };
}
