import { asNumber, getPath } from '@lanthorn/base/json.ts';
import { findCondition } from '@lanthorn/kube/objects/kube-object.ts';
import type { StatusCell } from '../../cells/cell.ts';
import { AGE, NAME, NAMESPACE, IMAGES } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import { podReferences } from '../../cells/pod-references.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { countAt, selectorText, textOf, BY_NAME } from '../../cells/path-columns.ts';
import { statusColumn } from '../../cells/status-column.ts';
import { troubleColumns } from '../../cells/trouble-columns.ts';

/** As many pods as are wanted, or why not. */
function replicationControllerStatus(set: unknown): StatusCell {
  const wanted = asNumber(getPath(set, 'spec', 'replicas')) ?? 1;
  const ready = asNumber(getPath(set, 'status', 'readyReplicas')) ?? 0;
  if (findCondition(set, 'ReplicaFailure')?.['status'] === 'True') return { status: 'ReplicaFailure', tone: 'bad' };
  if (wanted === 0) return { status: 'ScaledToZero', tone: 'muted' };
  return ready < wanted ? { status: 'Unavailable', tone: 'warning' } : { status: 'Available', tone: 'ok' };
}

export const REPLICATION_CONTROLLER_VIEW: KindView = {
  ...kindEntry('replicationcontrollers'),
  isOnMap: true,
  references: [
    ...podReferences('.spec.template.spec'),
    { meaning: 'selects', to: ['pods'], at: '.spec.selector', selects: 'labels' },
  ],
  sections: ['containers', 'podSettings'],
  defaultSort: BY_NAME,
  columns: [
    NAME,
    NAMESPACE,
    statusColumn(replicationControllerStatus, { width: 150 }),
    countAt({ id: 'desired', width: 80 }, 'spec', 'replicas'),
    countAt({ id: 'current', width: 80 }, 'status', 'replicas'),
    countAt({ id: 'readyCount', width: 80 }, 'status', 'readyReplicas'),
    IMAGES,
    AGE,
    textOf({ id: 'selector', width: 260, isHidden: true }, controller =>
      selectorText({ matchLabels: getPath(controller, 'spec', 'selector') }),
    ),
    ...troubleColumns(),
  ],
};
