import { asNumber, getPath } from '@lanthorn/base/json.ts';
import type { StatusCell } from '../../cells/cell.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import { WORKLOAD_REFERENCES } from '../../cells/pod-references.ts';
import { workloadColumns } from '../../cells/workload-columns.ts';

const numberAt = (set: unknown, ...path: readonly string[]) => asNumber(getPath(set, ...path)) ?? 0;

/** As `kubectl rollout status` judges it: replicas below the partition stay at the old revision on purpose. */
export function statefulSetStatus(set: unknown): StatusCell {
  const wanted = asNumber(getPath(set, 'spec', 'replicas')) ?? 1;
  if (wanted === 0) return { status: 'ScaledToZero', tone: 'muted' };
  const isRolling = getPath(set, 'spec', 'updateStrategy', 'type') !== 'OnDelete';
  const partition = numberAt(set, 'spec', 'updateStrategy', 'rollingUpdate', 'partition');
  const isOld = getPath(set, 'status', 'updateRevision') !== getPath(set, 'status', 'currentRevision');
  if (isRolling && isOld && numberAt(set, 'status', 'updatedReplicas') < wanted - partition)
    return { status: 'Progressing', tone: 'active' };
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
  sections: ['workloadPods', 'revisions', 'containers'],
  explainedBy: 'failingPods',
  revisions: 'controllerrevisions',
  headline: ['ready'],
  defaultSort: { column: 'name', descending: false },
  columns: workloadColumns({
    status: statefulSetStatus,
    ready: set => [numberAt(set, 'status', 'readyReplicas'), asNumber(getPath(set, 'spec', 'replicas')) ?? 1],
    counts: { upToDate: 'updatedReplicas' },
  }),
};
