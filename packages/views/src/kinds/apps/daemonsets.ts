import { asNumber, getPath } from '@lanthorn/base/json.ts';
import type { StatusCell } from '../../cells/cell.ts';
import type { KindView, RolloutState } from '../../cells/kind-view.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import { WORKLOAD_REFERENCES } from '../../cells/pod-references.ts';
import { workloadColumns } from '../../cells/workload-columns.ts';

const inStatus = (set: unknown, field: string) => asNumber(getPath(set, 'status', field)) ?? 0;

/** As `kubectl rollout status` judges it: one pod for each node that is to have one. */
function daemonSetRollout(set: unknown): RolloutState {
  const wanted = inStatus(set, 'desiredNumberScheduled');
  const updated = inStatus(set, 'updatedNumberScheduled');
  const waitsForDeletion = getPath(set, 'spec', 'updateStrategy', 'type') === 'OnDelete';
  return {
    isUnderway: !isObserved(set) || (!waitsForDeletion && updated < wanted),
    ...{ wanted, kept: 0, updated, waitsForDeletion },
    total: inStatus(set, 'currentNumberScheduled'),
  };
}

/** Until the controller looked at it, its numbers are those of an older state. */
function isObserved(set: unknown): boolean {
  return inStatus(set, 'observedGeneration') >= (asNumber(getPath(set, 'metadata', 'generation')) ?? 0);
}

export function daemonSetStatus(set: unknown): StatusCell {
  const { wanted, isUnderway } = daemonSetRollout(set);
  if (wanted === 0 && isObserved(set)) return { status: 'NoNodes', tone: 'muted' };
  if (isUnderway) return { status: 'Progressing', tone: 'active' };
  return inStatus(set, 'numberAvailable') < wanted
    ? { status: 'Unavailable', tone: 'warning' }
    : { status: 'Available', tone: 'ok' };
}

export const DAEMON_SET_VIEW: KindView = {
  ...kindEntry('daemonsets.apps'),
  isOnMap: true,
  references: WORKLOAD_REFERENCES,
  sections: ['podRollout', 'workloadPods', 'revisions', 'containers', 'podSettings'],
  explainedBy: 'workload',
  logs: 'selected',
  revisions: 'controllerrevisions',
  rollout: daemonSetRollout,
  headline: ['ready'],
  defaultSort: { column: 'name', descending: false },
  columns: workloadColumns({
    status: daemonSetStatus,
    ready: set => [inStatus(set, 'numberReady'), inStatus(set, 'desiredNumberScheduled')],
    counts: { upToDate: 'updatedNumberScheduled', available: 'numberAvailable' },
  }),
};
