import {
  type GroupVersionResource,
  groupResource,
  parseApiVersion,
  parseResourceKey,
} from '@lanthorn/kube/api/group-version-resource.ts';
import { findKindByAddress, isVersion } from '@lanthorn/kube/api/kind-address.ts';
import { DEPLOYMENT_VIEW } from './kinds/apps/deployments.ts';
import { EVENT_VIEW } from './kinds/core/events.ts';
import { NAMESPACE_VIEW } from './kinds/core/namespaces.ts';
import { NODE_VIEW } from './kinds/core/nodes.ts';
import { CERTIFICATE_VIEW } from './kinds/cert-manager.io/certificates.ts';
import { CRONJOB_VIEW } from './kinds/batch/cronjobs.ts';
import { DAEMON_SET_VIEW } from './kinds/apps/daemonsets.ts';
import { JOB_VIEW } from './kinds/batch/jobs.ts';
import type { KindView, ObjectView } from './cells/kind-view.ts';
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

const BY_NAME = new Map(KIND_VIEWS.map(view => [groupResource(view.resource), view]));
/** For each its resource, in the form addresses are looked up in. */
const ADDRESSED = KIND_VIEWS.map(view => ({ ...view.resource, view }));

/** By group and resource, whatever the version: kinds of other groups may have the same name. */
export function findKindView(resource: Pick<GroupVersionResource, 'group' | 'resource'>): KindView | undefined {
  return BY_NAME.get(groupResource(resource));
}

/** By what an owner reference says: `batch/v1`, `CronJob`. */
export function findKindViewOf(object: { readonly apiVersion: string; readonly kind: string }): KindView | undefined {
  const { group } = parseApiVersion(object.apiVersion);
  return KIND_VIEWS.find(view => view.kind === object.kind && view.resource.group === group);
}

/** By the word in the address bar: `cronjobs`, `cronjobs.batch`, `cronjobs.v1.batch`. */
export function findKindViewAt(address: string): KindView | undefined {
  return findKindByAddress(address, ADDRESSED)?.view;
}

/** What an object's page needs to know of its kind, by the word in the address bar; undefined where only the cluster can tell. */
export function findObjectView(address: string): ObjectView | undefined {
  const view = findKindViewAt(address);
  if (view !== undefined) return view;
  const resource = parseResourceKey(address);
  return resource === null || !isVersion(resource.version) ? undefined : { resource, kind: null, columns: [] };
}

/** The word for a kind in the address bar, as kubectl names it: `cronjobs`, `configmaps`, `jobs.batch.volcano.sh`. */
export function kindAddress(resource: Pick<GroupVersionResource, 'group' | 'resource'>): string {
  const view = findKindView(resource);
  return view !== undefined && view.isOptional !== true ? resource.resource : groupResource(resource);
}

export function columnIndex(view: KindView, id: string): number {
  return view.columns.findIndex(column => column.id === id);
}
