import { asNumber, getPath } from '@lanthorn/base/json.ts';
import { findCondition, readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type { StatusCell } from '../../cells/cell.ts';
import { AGE, NAME, NAMESPACE, OWNER, IMAGES } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import { ownedBy, WORKLOAD_REFERENCES } from '../../cells/pod-references.ts';
import type { ColumnView, KindView } from '../../cells/kind-view.ts';
import { countAt, selectorAt, BY_NAME } from '../../cells/path-columns.ts';
import { statusColumn } from '../../cells/status-column.ts';
import { troubleColumns } from '../../cells/trouble-columns.ts';

/** As many pods as are wanted, or why not. */
function replicaSetStatus(set: unknown): StatusCell {
  const wanted = asNumber(getPath(set, 'spec', 'replicas')) ?? 1;
  const ready = asNumber(getPath(set, 'status', 'readyReplicas')) ?? 0;
  if (findCondition(set, 'ReplicaFailure')?.['status'] === 'True') return { status: 'ReplicaFailure', tone: 'bad' };
  if (wanted === 0) return { status: 'ScaledToZero', tone: 'muted' };
  return ready < wanted ? { status: 'Unavailable', tone: 'warning' } : { status: 'Available', tone: 'ok' };
}

/** Which state of its Deployment's template it holds. */
const REVISION: ColumnView = {
  id: 'revision',
  type: 'number',
  width: 90,
  isHidden: true,
  read: set => Number(readMeta(set).annotations['deployment.kubernetes.io/revision'] ?? Number.NaN) || null,
};

export const REPLICA_SET_VIEW: KindView = {
  ...kindEntry('replicasets.apps'),
  isOnMap: true,
  references: [ownedBy('deployments.apps'), ...WORKLOAD_REFERENCES],
  sections: ['selectedPods', 'containers', 'podSettings'],
  explainedBy: 'failingPods',
  defaultSort: BY_NAME,
  columns: [
    NAME,
    NAMESPACE,
    statusColumn(replicaSetStatus, { width: 150 }),
    countAt({ id: 'desired', width: 80 }, 'spec', 'replicas'),
    countAt({ id: 'current', width: 80 }, 'status', 'replicas'),
    countAt({ id: 'readyCount', width: 80 }, 'status', 'readyReplicas'),
    OWNER,
    IMAGES,
    REVISION,
    AGE,
    selectorAt({ id: 'selector', width: 260, isHidden: true }, 'spec', 'selector'),
    ...troubleColumns(),
  ],
};
