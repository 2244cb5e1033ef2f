import { type GroupVersionResource, parseResourceKey, resourceKey } from '@lanthorn/kube/group-version-resource.ts';
import { DEPLOYMENT_VIEW } from './kinds/apps/deployments.ts';
import { EVENT_VIEW } from './kinds/core/events.ts';
import { NAMESPACE_VIEW } from './kinds/core/namespaces.ts';
import { NODE_VIEW } from './kinds/core/nodes.ts';
import { CERTIFICATE_VIEW } from './kinds/cert-manager.io/certificates.ts';
import { CRONJOB_VIEW } from './cronjob-view.ts';
import { DAEMON_SET_VIEW } from './kinds/apps/daemonsets.ts';
import { JOB_VIEW } from './kinds/batch/jobs.ts';
import type { KindView, ObjectView } from './kind-view.ts';
import { PERSISTENT_VOLUME_CLAIM_VIEW } from './kinds/core/persistentvolumeclaims.ts';
import { POD_VIEW } from './kinds/core/pods.ts';
import { RESOURCE_QUOTA_VIEW } from './kinds/core/resourcequotas.ts';
import { STATEFUL_SET_VIEW } from './kinds/apps/statefulsets.ts';

/** In the order of the navigation. */
export const KIND_VIEWS: readonly KindView[] = [
  CRONJOB_VIEW,
  JOB_VIEW,
  POD_VIEW,
  DEPLOYMENT_VIEW,
  STATEFUL_SET_VIEW,
  DAEMON_SET_VIEW,
  NODE_VIEW,
  NAMESPACE_VIEW,
  PERSISTENT_VOLUME_CLAIM_VIEW,
  RESOURCE_QUOTA_VIEW,
  CERTIFICATE_VIEW,
  EVENT_VIEW,
];

const BY_KEY = new Map(KIND_VIEWS.map(view => [resourceKey(view.resource), view]));

export function findKindView(resource: GroupVersionResource): KindView | undefined {
  return BY_KEY.get(resourceKey(resource));
}

/** By the word in the address bar: `cronjobs`. */
export function findKindViewByName(resource: string): KindView | undefined {
  return KIND_VIEWS.find(view => view.resource.resource === resource);
}

/** The word for a kind in the address bar: `cronjobs`, or `configmaps.v1.` where it has no list here. */
export function kindAddress(resource: GroupVersionResource): string {
  return findKindView(resource) === undefined ? resourceKey(resource) : resource.resource;
}

/** What an object's page needs to know of its kind, by the word in the address bar; kinds that have no list here are read as they are. */
export function findObjectView(address: string): ObjectView | undefined {
  const view = findKindViewByName(address);
  if (view !== undefined) return view;
  const resource = parseResourceKey(address);
  return resource === null ? undefined : { resource, kind: null, columns: [] };
}

export function columnIndex(view: KindView, id: string): number {
  return view.columns.findIndex(column => column.id === id);
}
