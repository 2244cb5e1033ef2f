import { asNumber, asString, getPath } from '@lanthorn/base/json.ts';
import { findCondition, readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import { autoscalerMeters, metricsText } from './metrics-text.ts';
import type { StatusCell } from '../../cells/cell.ts';
import { AGE, NAME, NAMESPACE } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView, ObjectReference } from '../../cells/kind-view.ts';
import { numberAt, countAt, timeAt, textOf, joined, BY_NAME } from '../../cells/path-columns.ts';
import { statusColumn } from '../../cells/status-column.ts';
import { troubleColumns } from '../../cells/trouble-columns.ts';

/** Whether it can do its work, and whether it would do more than it may. */
function autoscalerStatus(autoscaler: unknown): StatusCell {
  const isFalse = (type: string) => findCondition(autoscaler, type)?.['status'] === 'False';
  const reasonOf = (type: string) => asString(findCondition(autoscaler, type)?.['reason']);
  if (isFalse('AbleToScale')) return { status: reasonOf('AbleToScale') || 'UnableToScale', tone: 'bad' };
  if (reasonOf('ScalingActive') === 'ScalingDisabled') return { status: 'ScalingDisabled', tone: 'muted' };
  if (isFalse('ScalingActive')) return { status: reasonOf('ScalingActive') || 'ScalingInactive', tone: 'warning' };
  if (reasonOf('ScalingLimited') === 'TooManyReplicas') return { status: 'AtMaximum', tone: 'warning' };
  if (findCondition(autoscaler, 'ScalingActive') === null) return { status: 'Unknown', tone: 'muted' };
  const current = asNumber(getPath(autoscaler, 'status', 'currentReplicas')) ?? 0;
  const desired = asNumber(getPath(autoscaler, 'status', 'desiredReplicas')) ?? 0;
  return current === desired ? { status: 'Active', tone: 'ok' } : { status: 'Scaling', tone: 'active' };
}

function scaleTarget(autoscaler: unknown): ObjectReference {
  const part = (key: string) => asString(getPath(autoscaler, 'spec', 'scaleTargetRef', key));
  return {
    apiVersion: part('apiVersion'),
    kind: part('kind'),
    namespace: readMeta(autoscaler).namespace,
    name: part('name'),
  };
}

export const HORIZONTAL_POD_AUTOSCALER_VIEW: KindView = {
  ...kindEntry('horizontalpodautoscalers.autoscaling'),
  isOnMap: true,
  references: [
    {
      meaning: 'scales',
      to: ['deployments.apps', 'statefulsets.apps', 'replicasets.apps', 'replicationcontrollers'],
      at: '.spec.scaleTargetRef',
      isOpen: true,
    },
  ],
  sections: ['meters'],
  meters: autoscalerMeters,
  defaultSort: BY_NAME,
  columns: [
    NAME,
    NAMESPACE,
    statusColumn(autoscalerStatus, { width: 150 }),
    {
      ...textOf({ id: 'target', width: 220 }, autoscaler => {
        const { kind, name } = scaleTarget(autoscaler);
        return joined([kind, name], '/');
      }),
      refersTo: scaleTarget,
    },
    textOf({ id: 'metrics', width: 220 }, metricsText),
    numberAt({ id: 'minReplicas', width: 80 }, 'spec', 'minReplicas'),
    countAt({ id: 'maxReplicas', width: 80 }, 'spec', 'maxReplicas'),
    countAt({ id: 'replicas', width: 80 }, 'status', 'currentReplicas'),
    timeAt({ id: 'lastScale', width: 90 }, 'status', 'lastScaleTime'),
    AGE,
    ...troubleColumns(),
  ],
};
