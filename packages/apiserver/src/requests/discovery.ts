import type { JsonObject } from '@lanthorn/base/json.ts';
import { writeJson } from '@lanthorn/base/json-text.ts';
import { compareVersions } from '../resources/compare-versions.ts';
import type { ServedResource } from '../resources/served-resource.ts';

const isAggregated = (accept: string | undefined) => (accept ?? '').includes('as=APIGroupDiscoveryList');

/** What is served, by group: the first version of each is the preferred one. */
function versionsByGroup(served: readonly ServedResource[]): Map<string, Map<string, ServedResource[]>> {
  const groups = new Map<string, Map<string, ServedResource[]>>();
  for (const info of served) {
    const versions = groups.get(info.group) ?? new Map<string, ServedResource[]>();
    groups.set(info.group, versions);
    versions.set(info.version, [...(versions.get(info.version) ?? []), info]);
  }
  // Definitions come in no order.
  for (const [group, versions] of groups)
    if ([...versions.values()].some(([info]) => info?.isCustom === true))
      groups.set(group, new Map([...versions].toSorted(([a], [b]) => compareVersions(a, b))));
  return groups;
}

interface DiscoveryRoot {
  readonly body: JsonObject;
  readonly contentType: string;
  /** Names the body: who has that is not sent it again. */
  readonly etag?: string;
}

/** `/api` or `/apis`, aggregated (v2) where asked for. */
export function discoveryRoot(
  root: 'api' | 'apis',
  { served, accept }: { served: readonly ServedResource[]; accept: string | undefined },
): DiscoveryRoot {
  const groups = [...versionsByGroup(served)].filter(([group]) => (group === '') === (root === 'api'));
  if (isAggregated(accept)) {
    const items = groups.map(([group, versions]) => aggregatedGroup(group, versions));
    const body = { kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {}, items };
    const contentType = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
    return { body, contentType, etag: `"${textHash(writeJson(body))}"` };
  }
  const body =
    root === 'api'
      ? { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] }
      : { kind: 'APIGroupList', apiVersion: 'v1', groups: groups.map(([group]) => plainGroup(served, group)) };
  return { body, contentType: 'application/json' };
}

/** FNV-1a: tells two texts apart, against nobody. */
function textHash(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return `${(hash >>> 0).toString(16)}-${text.length.toString(16)}`;
}

function aggregatedGroup(group: string, versions: ReadonlyMap<string, readonly ServedResource[]>): JsonObject {
  return {
    metadata: group === '' ? {} : { name: group },
    versions: [...versions].map(([version, resources]) => ({
      version,
      resources: resources.map(aggregatedResource),
      freshness: 'Current',
    })),
  };
}

function aggregatedResource(info: ServedResource): JsonObject {
  // Of its own kinds a server says the group and version once alone.
  const { group, version, kind: own, isCustom } = info;
  const responseKind = isCustom ? { group, version, kind: own } : { group: '', version: '', kind: own };
  const subresources = info.subresources.map(({ name, kind, verbs }) => ({
    subresource: name,
    responseKind: kind ?? (isCustom ? responseKind : null),
    verbs,
  }));
  return {
    resource: info.resource,
    responseKind,
    scope: info.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: info.singular,
    verbs: info.verbs,
    ...(info.shortNames.length > 0 ? { shortNames: info.shortNames } : {}),
    ...(info.categories.length > 0 ? { categories: info.categories } : {}),
    ...(subresources.length > 0 ? { subresources } : {}),
  };
}

/** `/apis/GROUP`. */
export function plainGroup(served: readonly ServedResource[], group: string): JsonObject {
  const versions = [...(versionsByGroup(served).get(group)?.keys() ?? [])].map(version => ({
    groupVersion: `${group}/${version}`,
    version,
  }));
  return { name: group, versions, preferredVersion: versions[0] };
}

/** `/api/v1` or `/apis/GROUP/VERSION`. */
export function resourceList(served: readonly ServedResource[], group: string, version: string): JsonObject {
  const resources = served.filter(info => info.group === group && info.version === version).flatMap(withParts);
  return {
    kind: 'APIResourceList',
    // The list of the core group has no apiVersion.
    ...(group === '' ? {} : { apiVersion: 'v1' }),
    groupVersion: group === '' ? version : `${group}/${version}`,
    resources,
  };
}

function withParts(info: ServedResource): JsonObject[] {
  const { resource: name, singular: singularName, namespaced, kind, verbs, shortNames, categories } = info;
  const own = {
    name,
    singularName,
    namespaced,
    kind,
    verbs,
    ...(shortNames.length > 0 ? { shortNames } : {}),
    ...(categories.length > 0 ? { categories } : {}),
    ...(info.storageVersionHash === '' ? {} : { storageVersionHash: info.storageVersionHash }),
  };
  const parts = info.subresources.map(sub => ({
    name: `${name}/${sub.name}`,
    singularName: '',
    namespaced,
    ...(sub.kind?.group ? { group: sub.kind.group, version: sub.kind.version } : {}),
    kind: sub.kind?.kind ?? kind,
    verbs: sub.verbs,
  }));
  return [own, ...parts];
}
