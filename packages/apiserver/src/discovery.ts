import type { JsonObject } from '@lanthorn/base/json.ts';
import { RESOURCES, type ResourceInfo } from './resource-info.ts';

const versionsByGroup = new Map<string, Set<string>>();
for (const { group, version } of RESOURCES) {
  const versions = versionsByGroup.get(group) ?? new Set<string>();
  versions.add(version);
  versionsByGroup.set(group, versions);
}

const isAggregated = (accept: string | undefined) => (accept ?? '').includes('as=APIGroupDiscoveryList');

const inGroup = (group: string, version: string) =>
  RESOURCES.filter(info => info.group === group && info.version === version);

/** `/api` or `/apis`, aggregated (v2) where asked for. */
export function discoveryRoot(
  root: 'api' | 'apis',
  accept: string | undefined,
): { body: JsonObject; contentType: string } {
  const groups = [...versionsByGroup.keys()].filter(group => (group === '') === (root === 'api'));
  if (isAggregated(accept)) {
    const items = groups.map(group => aggregatedGroup(group));
    const body = { kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {}, items };
    return { body, contentType: 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList' };
  }
  const body =
    root === 'api'
      ? { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] }
      : { kind: 'APIGroupList', apiVersion: 'v1', groups: groups.map(plainGroup) };
  return { body, contentType: 'application/json' };
}

function aggregatedGroup(group: string): JsonObject {
  const versions = [...(versionsByGroup.get(group) ?? [])].map(version => ({
    version,
    resources: inGroup(group, version).map(aggregatedResource),
    freshness: 'Current',
  }));
  return { metadata: group === '' ? {} : { name: group }, versions };
}

function aggregatedResource(info: ResourceInfo): JsonObject {
  const subresources = info.subresources.map(({ name, kind, verbs }) => ({
    subresource: name,
    responseKind: kind,
    verbs,
  }));
  return {
    resource: info.resource,
    responseKind: { group: '', version: '', kind: info.kind },
    scope: info.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: info.singular,
    verbs: info.verbs,
    ...(info.shortNames.length > 0 ? { shortNames: info.shortNames } : {}),
    ...(info.categories.length > 0 ? { categories: info.categories } : {}),
    ...(subresources.length > 0 ? { subresources } : {}),
  };
}

export function plainGroup(group: string): JsonObject {
  const versions = [...(versionsByGroup.get(group) ?? [])].map(version => ({
    groupVersion: `${group}/${version}`,
    version,
  }));
  return { name: group, versions, preferredVersion: versions[0] };
}

/** `/api/v1` or `/apis/GROUP/VERSION`. */
export function resourceList(group: string, version: string): JsonObject {
  const resources = inGroup(group, version).flatMap(info => {
    const { resource: name, singular: singularName, namespaced, kind, verbs, shortNames, categories } = info;
    const own = {
      name,
      singularName,
      namespaced,
      kind,
      verbs,
      ...(shortNames.length > 0 ? { shortNames } : {}),
      ...(categories.length > 0 ? { categories } : {}),
    };
    const subs = info.subresources.map(sub => ({
      name: `${name}/${sub.name}`,
      singularName: '',
      namespaced,
      kind: sub.kind?.kind ?? kind,
      verbs: sub.verbs,
    }));
    return [own, ...subs];
  });
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: group === '' ? version : `${group}/${version}`,
    resources,
  };
}
