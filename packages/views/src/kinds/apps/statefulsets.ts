import { asNumber, getPath } from '@lanthorn/base/json.ts';
import type { StatusCell } from '../../cells/cell.ts';
import type { KindView, RolloutState } from '../../cells/kind-view.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import { WORKLOAD_REFERENCES } from '../../cells/pod-references.ts';
import { workloadColumns } from '../../cells/workload-columns.ts';

const numberAt = (set: unknown, ...path: readonly string[]) => asNumber(getPath(set, ...path)) ?? 0;

/** As `kubectl rollout status` judges it: replicas below the partition stay at the old revision on purpose. */
function statefulSetRollout(set: unknown): RolloutState {
  const replicas = replicasOf(set);
  const waitsForDeletion = getPath(set, 'spec', 'updateStrategy', 'type') === 'OnDelete';
  const partition = waitsForDeletion ? 0 : numberAt(set, 'spec', 'updateStrategy', 'rollingUpdate', 'partition');
  const isOld = getPath(set, 'status', 'updateRevision') !== getPath(set, 'status', 'currentRevision');
  const updated = numberAt(set, 'status', 'updatedReplicas');
  // A partition keeps nothing back where there is no other revision.
  const kept = isOld ? Math.max(0, Math.min(partition, replicas)) : 0;
  const wanted = replicas - kept;
  return {
    isUnderway: !waitsForDeletion && isOld && updated < wanted,
    ...{ wanted, kept, updated, waitsForDeletion },
    total: numberAt(set, 'status', 'replicas'),
  };
}

function replicasOf(set: unknown): number {
  return asNumber(getPath(set, 'spec', 'replicas')) ?? 1;
}

export function statefulSetStatus(set: unknown): StatusCell {
  const wanted = replicasOf(set);
  if (wanted === 0) return { status: 'ScaledToZero', tone: 'muted' };
  if (statefulSetRollout(set).isUnderway) return { status: 'Progressing', tone: 'active' };
  if (numberAt(set, 'status', 'replicas') > wanted) return { status: 'Progressing', tone: 'active' };
  return numberAt(set, 'status', 'readyReplicas') < wanted
    ? { status: 'Unavailable', tone: 'warning' }
    : { status: 'Available', tone: 'ok' };
}

export const STATEFUL_SET_VIEW: KindView = {
  ...kindEntry('statefulsets.apps'),
  isOnMap: true,
  references: [
    ...WORKLOAD_REFERENCES,
    { meaning: 'routesFor', to: ['services'], at: '.spec.serviceName' },
    {
      meaning: 'class',
      to: ['storageclasses.storage.k8s.io'],
      at: '.spec.volumeClaimTemplates[*].spec.storageClassName',
    },
  ],
  sections: ['podRollout', 'workloadPods', 'revisions', 'containers', 'podSettings'],
  explainedBy: 'workload',
  logs: 'selected',
  revisions: 'controllerrevisions',
  rollout: statefulSetRollout,
  headline: ['ready'],
  defaultSort: { column: 'name', descending: false },
  columns: workloadColumns({
    status: statefulSetStatus,
    ready: set => [numberAt(set, 'status', 'readyReplicas'), replicasOf(set)],
    counts: { upToDate: 'updatedReplicas' },
  }),
};
