import { asNumber, getPath } from '@lanthorn/base/json.ts';
import { findCondition } from '@lanthorn/kube/objects/kube-object.ts';
import type { StatusCell } from '../../cells/cell.ts';
import { workloadColumns } from '../../cells/workload-columns.ts';
import type { KindView, RolloutState } from '../../cells/kind-view.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import { WORKLOAD_REFERENCES } from '../../cells/pod-references.ts';

/** Its ReplicaSets are what is on its way; a surge is part of it until the last old pod is gone. */
function deploymentRollout(deployment: unknown): RolloutState {
  const wanted = asNumber(getPath(deployment, 'spec', 'replicas')) ?? 1;
  const updated = asNumber(getPath(deployment, 'status', 'updatedReplicas')) ?? 0;
  const total = asNumber(getPath(deployment, 'status', 'replicas')) ?? 0;
  return { isUnderway: updated < wanted || total > updated, wanted, kept: 0, updated, total, waitsForDeletion: false };
}

export function deploymentStatus(deployment: unknown): StatusCell {
  const { wanted, isUnderway } = deploymentRollout(deployment);
  const available = asNumber(getPath(deployment, 'status', 'availableReplicas')) ?? 0;
  const progressing = findCondition(deployment, 'Progressing');
  if (progressing?.['reason'] === 'ProgressDeadlineExceeded')
    return { status: 'ProgressDeadlineExceeded', tone: 'bad' };
  if (getPath(deployment, 'spec', 'paused') === true) return { status: 'Paused', tone: 'muted' };
  if (wanted === 0) return { status: 'ScaledToZero', tone: 'muted' };
  if (isUnderway) return { status: 'Progressing', tone: 'active' };
  return available < wanted ? { status: 'Unavailable', tone: 'warning' } : { status: 'Available', tone: 'ok' };
}

export const DEPLOYMENT_VIEW: KindView = {
  ...kindEntry('deployments.apps'),
  isOnMap: true,
  references: WORKLOAD_REFERENCES,
  sections: ['rollout', 'workloadPods', 'revisions', 'containers', 'podSettings'],
  explainedBy: 'workload',
  logs: 'selected',
  revisions: 'replicasets',
  rollout: deploymentRollout,
  headline: ['ready'],
  defaultSort: { column: 'name', descending: false },
  columns: workloadColumns({
    status: deploymentStatus,
    ready: deployment => [
      asNumber(getPath(deployment, 'status', 'readyReplicas')) ?? 0,
      asNumber(getPath(deployment, 'spec', 'replicas')) ?? 1,
    ],
    counts: { upToDate: 'updatedReplicas', available: 'availableReplicas' },
  }),
};
