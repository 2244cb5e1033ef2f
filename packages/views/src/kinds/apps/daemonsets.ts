import { asNumber, getPath } from '@lanthorn/base/json.ts';
import type { StatusCell } from '../../cells/cell.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import { WORKLOAD_REFERENCES } from '../../cells/pod-references.ts';
import { workloadColumns } from '../../cells/workload-columns.ts';

const inStatus = (set: unknown, field: string) => asNumber(getPath(set, 'status', field)) ?? 0;

/** As `kubectl rollout status` judges it: one pod for each node that is to have one. */
export function daemonSetStatus(set: unknown): StatusCell {
  const wanted = inStatus(set, 'desiredNumberScheduled');
  const isRolling = getPath(set, 'spec', 'updateStrategy', 'type') !== 'OnDelete';
  // Until the controller looked at it, its numbers are those of an older state.
  if (inStatus(set, 'observedGeneration') < (asNumber(getPath(set, 'metadata', 'generation')) ?? 0))
    return { status: 'Progressing', tone: 'active' };
  if (wanted === 0) return { status: 'NoNodes', tone: 'muted' };
  if (isRolling && inStatus(set, 'updatedNumberScheduled') < wanted) return { status: 'Progressing', tone: 'active' };
  return inStatus(set, 'numberAvailable') < wanted
    ? { status: 'Unavailable', tone: 'warning' }
    : { status: 'Available', tone: 'ok' };
}

export const DAEMON_SET_VIEW: KindView = {
  ...kindEntry('daemonsets.apps'),
  isOnMap: true,
  references: WORKLOAD_REFERENCES,
  sections: ['workloadPods', 'revisions', 'containers'],
  explainedBy: 'failingPods',
  revisions: 'controllerrevisions',
  headline: ['ready'],
  defaultSort: { column: 'name', descending: false },
  columns: workloadColumns({
    status: daemonSetStatus,
    ready: set => [inStatus(set, 'numberReady'), inStatus(set, 'desiredNumberScheduled')],
    counts: { upToDate: 'updatedNumberScheduled', available: 'numberAvailable' },
  }),
};
