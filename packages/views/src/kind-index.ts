import {
  type GroupVersionResource,
  groupResource,
  parseApiVersion,
  parseResourceKey,
} from '@lanthorn/kube/api/group-version-resource.ts';
import { findKindByAddress, isVersion } from '@lanthorn/kube/api/kind-address.ts';
import type { KindEntry, KindView, ObjectKind } from './cells/kind-view.ts';
import { findKindEntry, KIND_ENTRIES } from './cells/kind-entries.ts';

/** For each its resource, in the form addresses are looked up in. */
const ADDRESSED = KIND_ENTRIES.map(entry => ({ ...entry.resource, entry }));

/** By what an owner reference says: `batch/v1`, `CronJob`. */
export function findKindOf(object: { readonly apiVersion: string; readonly kind: string }): KindEntry | undefined {
  const { group } = parseApiVersion(object.apiVersion);
  return KIND_ENTRIES.find(entry => entry.kind === object.kind && entry.resource.group === group);
}

/** By the word in the address bar: `cronjobs`, `cronjobs.batch`, `cronjobs.v1.batch`. */
export function findKindAt(address: string): KindEntry | undefined {
  return findKindByAddress(address, ADDRESSED)?.entry;
}

/** Which kind an object's page is about, by the word in the address bar; undefined where only the cluster can tell. */
export function findObjectKind(address: string): ObjectKind | undefined {
  const entry = findKindAt(address);
  if (entry !== undefined) return { resource: entry.resource, kind: entry.kind, namespaced: entry.namespaced };
  const resource = parseResourceKey(address);
  return resource === null || !isVersion(resource.version) ? undefined : { resource, kind: null };
}

/** The word for a kind in the address bar, as kubectl names it: `cronjobs`, `configmaps`, `jobs.batch.volcano.sh`. */
export function kindAddress(resource: Pick<GroupVersionResource, 'group' | 'resource'>): string {
  const entry = findKindEntry(resource);
  return entry !== undefined && entry.isOptional !== true ? resource.resource : groupResource(resource);
}

export function columnIndex(view: Pick<KindView, 'columns'>, id: string): number {
  return view.columns.findIndex(column => column.id === id);
}
