import { CERTIFICATE_VIEW } from '@lanthorn/views/kinds/cert-manager.io/certificates.ts';
import { DEPLOYMENT_VIEW } from '@lanthorn/views/kinds/apps/deployments.ts';
import { NAMESPACE_VIEW } from '@lanthorn/views/kinds/core/namespaces.ts';
import { NODE_VIEW } from '@lanthorn/views/kinds/core/nodes.ts';
import { CRONJOB_VIEW } from '@lanthorn/views/kinds/batch/cronjobs.ts';
import { DAEMON_SET_VIEW } from '@lanthorn/views/kinds/apps/daemonsets.ts';
import { JOB_VIEW } from '@lanthorn/views/kinds/batch/jobs.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { PERSISTENT_VOLUME_CLAIM_VIEW } from '@lanthorn/views/kinds/core/persistentvolumeclaims.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { RESOURCE_QUOTA_VIEW } from '@lanthorn/views/kinds/core/resourcequotas.ts';
import { STATEFUL_SET_VIEW } from '@lanthorn/views/kinds/apps/statefulsets.ts';

/** Something that may be wrong: a list like any other, with a filter that leaves only what needs somebody. */
export interface Concern {
  /** `overview.<id>` is its title, `overview.well.<id>` what is said where nothing of it is wrong. */
  readonly id: string;
  readonly view: KindView;
  readonly filter: string;
  /** The column whose values say why. */
  readonly reason: string;
  /** How many there are tells how large the cluster is: the word that says so. */
  readonly sizeWord?: string;
}

/** A pod that starts is not ready, and well: as long as the cluster itself gives a rollout (`progressDeadlineSeconds`, 600 unless set). */
const SETTLED_WITHIN = '10m';

/**
 * A kubelet ends a pod within seconds of its grace period; a kubelet that is restarted, or a controller that empties a namespace or takes a
 * finalizer away, within minutes.
 */
const ENDED_WITHIN = '5m';

/** In the order in which an operator on call looks. */
export const CONCERNS: readonly Concern[] = [
  { id: 'nodes', view: NODE_VIEW, filter: 'health>=warning', reason: 'status', sizeWord: 'overview.nodeCount' },
  { id: 'podsFailing', view: POD_VIEW, filter: 'health:bad', reason: 'status' },
  { id: 'podsPending', view: POD_VIEW, filter: 'status=Pending', reason: 'pending' },
  { id: 'podsUnready', view: POD_VIEW, filter: `unreadySince>${SETTLED_WITHIN}`, reason: 'unready' },
  { id: 'podsStuck', view: POD_VIEW, filter: `overdueSince>${ENDED_WITHIN}`, reason: 'heldUp' },
  { id: 'deployments', view: DEPLOYMENT_VIEW, filter: 'health>=warning', reason: 'status' },
  { id: 'statefulSets', view: STATEFUL_SET_VIEW, filter: 'health>=warning', reason: 'status' },
  { id: 'daemonSets', view: DAEMON_SET_VIEW, filter: 'health>=warning', reason: 'status' },
  { id: 'cronJobs', view: CRONJOB_VIEW, filter: 'health>=warning', reason: 'status' },
  { id: 'jobs', view: JOB_VIEW, filter: 'health:bad', reason: 'status' },
  { id: 'claims', view: PERSISTENT_VOLUME_CLAIM_VIEW, filter: 'health>=warning', reason: 'status' },
  { id: 'claimsStuck', view: PERSISTENT_VOLUME_CLAIM_VIEW, filter: `overdueSince>${ENDED_WITHIN}`, reason: 'heldUp' },
  {
    id: 'namespacesStuck',
    view: NAMESPACE_VIEW,
    filter: `overdueSince>${ENDED_WITHIN}`,
    reason: 'heldUp',
    sizeWord: 'overview.namespaceCount',
  },
  { id: 'quotas', view: RESOURCE_QUOTA_VIEW, filter: 'health>=warning', reason: 'fullest' },
  { id: 'certificates', view: CERTIFICATE_VIEW, filter: 'health>=warning', reason: 'status' },
];
