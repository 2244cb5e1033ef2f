import { must } from '@lanthorn/base/assert.ts';
import { resourceKey } from '@lanthorn/kube/group-version-resource.ts';
import resources from './data/resources.json' with { type: 'json' };

export interface SubresourceInfo {
  readonly name: string;
  readonly kind: { readonly group: string; readonly version: string; readonly kind: string } | null;
  readonly verbs: readonly string[];
}

/** One served resource, as discovery describes it. */
export interface ResourceInfo {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly kind: string;
  readonly singular: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly subresources: readonly SubresourceInfo[];
}

export const RESOURCES: readonly ResourceInfo[] = resources;

const BY_KEY = new Map(RESOURCES.map(info => [resourceKey(info), info]));

export function findResource(group: string, version: string, resource: string): ResourceInfo | undefined {
  return BY_KEY.get(resourceKey({ group, version, resource }));
}

/** A resource the program itself names. */
export function resourceInfo(key: string): ResourceInfo {
  return must(BY_KEY.get(key), `resource ${key} is not served`);
}

export function hasGroup(group: string, version: string): boolean {
  return RESOURCES.some(info => info.group === group && info.version === version);
}
