import { type GroupVersionResource, groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KindEntry, KindView } from './cells/kind-view.ts';
import { KIND_ENTRIES } from './cells/kind-entries.ts';
import { findKindAt } from './kind-index.ts';
import { DEPLOYMENT_VIEW } from './kinds/apps/deployments.ts';
import { DAEMON_SET_VIEW } from './kinds/apps/daemonsets.ts';
import { STATEFUL_SET_VIEW } from './kinds/apps/statefulsets.ts';
import { CRONJOB_VIEW } from './kinds/batch/cronjobs.ts';
import { JOB_VIEW } from './kinds/batch/jobs.ts';
import { CERTIFICATE_VIEW } from './kinds/cert-manager.io/certificates.ts';
import { EVENT_VIEW } from './kinds/core/events.ts';
import { NAMESPACE_VIEW } from './kinds/core/namespaces.ts';
import { NODE_VIEW } from './kinds/core/nodes.ts';
import { PERSISTENT_VOLUME_CLAIM_VIEW } from './kinds/core/persistentvolumeclaims.ts';
import { POD_VIEW } from './kinds/core/pods.ts';
import { RESOURCE_QUOTA_VIEW } from './kinds/core/resourcequotas.ts';

const RECORDS: readonly KindView[] = [
  CERTIFICATE_VIEW,
  CRONJOB_VIEW,
  DAEMON_SET_VIEW,
  DEPLOYMENT_VIEW,
  EVENT_VIEW,
  JOB_VIEW,
  NAMESPACE_VIEW,
  NODE_VIEW,
  PERSISTENT_VOLUME_CLAIM_VIEW,
  POD_VIEW,
  RESOURCE_QUOTA_VIEW,
  STATEFUL_SET_VIEW,
];

const BY_NAME = new Map(RECORDS.map(view => [groupResource(view.resource), view]));

/** In the order of the navigation. A page takes them in with the first list or object that it shows: they are many. */
export const KIND_VIEWS: readonly KindView[] = KIND_ENTRIES.flatMap(entry => recordOf(entry) ?? []);

/** By group and resource, whatever the version: kinds of other groups may have the same name. */
export function findKindView(resource: Pick<GroupVersionResource, 'group' | 'resource'>): KindView | undefined {
  return BY_NAME.get(groupResource(resource));
}

function recordOf(entry: KindEntry | undefined): KindView | undefined {
  return entry === undefined ? undefined : findKindView(entry.resource);
}

/** By the word in the address bar: `cronjobs`, `cronjobs.batch`, `cronjobs.v1.batch`. */
export function findKindViewAt(address: string): KindView | undefined {
  return recordOf(findKindAt(address));
}
