import { type GroupVersionResource, resourceKey } from '@lanthorn/kube/group-version-resource.ts';
import { DEPLOYMENT_VIEW, EVENT_VIEW, NAMESPACE_VIEW, NODE_VIEW } from './cluster-views.ts';
import { CERTIFICATE_VIEW } from './certificate-view.ts';
import { CRONJOB_VIEW } from './cronjob-view.ts';
import { JOB_VIEW } from './job-view.ts';
import type { KindView } from './kind-view.ts';
import { PERSISTENT_VOLUME_CLAIM_VIEW } from './persistent-volume-claim-view.ts';
import { POD_VIEW } from './pod-view.ts';
import { RESOURCE_QUOTA_VIEW } from './resource-quota-view.ts';

/** In the order of the navigation. */
export const KIND_VIEWS: readonly KindView[] = [
  CRONJOB_VIEW,
  JOB_VIEW,
  POD_VIEW,
  DEPLOYMENT_VIEW,
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

export function columnIndex(view: KindView, id: string): number {
  return view.columns.findIndex(column => column.id === id);
}
