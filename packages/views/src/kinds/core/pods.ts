import { asArray, asNumber, asObject, asString, getPath } from '@lanthorn/base/json.ts';
import { rememberLast } from '@lanthorn/base/remember-last.ts';
import { findCondition, parseTime } from '@lanthorn/kube/objects/kube-object.ts';
import { podRequest } from '@lanthorn/kube/objects/pod-requests.ts';
import type { Cell, StatusCell, Tone } from '../../cells/cell.ts';
import { AGE, NAME, NAMESPACE, OWNER, POD_IMAGES, referenceColumn, textCell } from '../../cells/columns.ts';
import { statusColumn } from '../../cells/status-column.ts';
import { troubleColumns } from '../../cells/trouble-columns.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import { ownedBy, podReferences } from '../../cells/pod-references.ts';
import { deletionColumns, deletionDue, heldByFinalizers } from '../../cells/deletion.ts';
import type { Trouble } from '../../cells/trouble.ts';
import { POD_METRICS_VIEW } from '../metrics.k8s.io/podmetrics.ts';
import { USAGE_COLUMNS, usageJoin } from '../metrics.k8s.io/usage-columns.ts';
import { templateHash } from '../apps/pod-revision.ts';
import { containerFailures } from './containers/container-failures.ts';
import { containerStatuses } from './containers/container-statuses.ts';
import { type PodSummary, podSummary } from './pod-summary.ts';

/** The words that are no trouble, or not yet; every other one says how a container failed. */
const TONES: Readonly<Record<string, Tone>> = {
  Completed: 'muted',
  // It waits on purpose, until whoever set the gate takes it away.
  SchedulingGated: 'muted',
  Pending: 'warning',
  ContainerCreating: 'active',
  PodInitializing: 'active',
  'Init:ContainerCreating': 'active',
  Terminating: 'active',
  NotReady: 'warning',
};

/** The one answer to "how is this pod", in kubectl's words: its STATUS column. */
export const podStatus: (pod: unknown) => StatusCell = rememberLast(pod => {
  const summary = podSummary(pod);
  const told = { status: summary.word, tone: podTone(pod, summary) };
  return ENDED.has(getPath(pod, 'status', 'phase')) ? { ...told, hasEnded: true } : told;
});

/** Phases: how it ended is said by the words of its containers, which those that start again have too. */
const ENDED = new Set<unknown>(['Succeeded', 'Failed']);

function podTone(pod: unknown, { word, ready, total }: PodSummary): Tone {
  // On a node that is lost: how it ended, if it has, nobody knows.
  if (word === 'Unknown') return 'warning';
  // How it ended is said by its phase; the word may be that of one container, such as a sidecar that was stopped afterwards.
  const phase = getPath(pod, 'status', 'phase');
  if (phase === 'Succeeded') return 'muted';
  if (phase === 'Failed') return 'bad';
  if (word === 'Running') {
    const condition = findCondition(pod, 'Ready')?.['status'];
    return ready === total && (condition === undefined || condition === 'True') ? 'ok' : 'warning';
  }
  return TONES[word] ?? (/^Init:\d+\/\d+$/.test(word) ? 'active' : 'bad');
}

/** What it asks of its node, as the scheduler counts. */
const REQUEST = { type: 'quantity', width: 110, isHidden: true } as const;

export const POD_VIEW: KindView = {
  ...kindEntry('pods'),
  isOnMap: true,
  isManifold: true,
  references: [
    // Those that a node itself made run there, and are found by that.
    ownedBy('replicasets.apps', 'jobs.batch', 'statefulsets.apps', 'daemonsets.apps', 'replicationcontrollers'),
    ...podReferences('.spec'),
    {
      meaning: 'claims',
      to: ['resourceclaims.resource.k8s.io'],
      at: '.status.resourceClaimStatuses[*].resourceClaimName',
    },
  ],
  sections: ['usage', 'containers', 'podSettings'],
  usage: usageJoin(POD_METRICS_VIEW),
  troubles: podTroubles,
  logs: 'own',
  hasFiles: true,
  hiddenFacts: [
    'completionIndex',
    'templateHash',
    'images',
    'cpuRequest',
    'memoryRequest',
    ...USAGE_COLUMNS.map(({ id }) => id),
  ],
  headline: ['ready', 'restarts', 'node'],
  defaultSort: { column: 'name', descending: false },
  columns: [
    { ...NAME, width: 280 },
    NAMESPACE,
    {
      id: 'ready',
      type: 'text',
      width: 70,
      read: pod => {
        const { ready, total } = podSummary(pod);
        return `${ready}/${total}`;
      },
    },
    statusColumn(podStatus, { width: 190, saysDeletion: true }),
    { id: 'restarts', type: 'number', width: 80, read: pod => podSummary(pod).restarts },
    { id: 'lastRestart', type: 'time', width: 110, isHidden: true, read: pod => podSummary(pod).restartedAt },
    AGE,
    { id: 'ip', type: 'text', width: 120, isHidden: true, read: podIp },
    referenceColumn({ id: 'node', width: 120, isFacet: true }, ['spec', 'nodeName'], {
      apiVersion: 'v1',
      kind: 'Node',
    }),
    OWNER,
    { id: 'templateHash', type: 'text', width: 120, isHidden: true, read: templateHash },
    { ...REQUEST, id: 'cpuRequest', unit: 'cores', read: pod => requestOf(pod, 'cpu') },
    { ...REQUEST, id: 'memoryRequest', unit: 'bytes', read: pod => requestOf(pod, 'memory') },
    POD_IMAGES,
    // What most pods have nothing in comes last: a row ends where that begins.
    { id: 'pending', type: 'text', width: 240, isHidden: true, isFacet: true, read: pendingReason },
    {
      id: 'unreadySince',
      type: 'time',
      width: 110,
      isHidden: true,
      isSince: true,
      read: pod => unready(pod)?.since ?? null,
    },
    { id: 'unready', type: 'text', width: 260, isHidden: true, isFacet: true, read: pod => unready(pod)?.why ?? null },
    ...troubleColumns(podTroubles),
    ...deletionColumns(heldUp),
    { id: 'completionIndex', type: 'number', width: 100, isHidden: true, read: completionIndex },
    ...USAGE_COLUMNS,
  ],
};

/** What has ended asks for nothing any more. */
function requestOf(pod: unknown, resource: string): number | null {
  const phase = getPath(pod, 'status', 'phase');
  return phase === 'Succeeded' || phase === 'Failed' ? null : podRequest(pod, resource);
}

/** What it or its containers failed of, else why it waits or does not serve; of one that is on its way out, what that waits for. */
function podTroubles(pod: unknown): readonly Trouble[] {
  const failures = [...ownFailure(pod), ...containerFailures(pod)];
  const message = heldUp(pod);
  if (message !== null) {
    const { status } = podStatus(pod);
    const deletion = { container: null, exitCode: null, reason: 'Terminating', message, since: deletionAsked(pod) };
    return status === deletion.reason ? [deletion, ...failures] : [...failures, deletion];
  }
  if (failures.length > 0) return failures;
  const told = pendingTrouble(pod) ?? unreadyTrouble(pod);
  return told === null ? [] : [{ container: null, exitCode: null, ...told }];
}

/** What it was failed for as a whole, however its containers ended: its deadline, an eviction, a node that had no room for it. */
function ownFailure(pod: unknown): readonly Trouble[] {
  const { phase, ...status } = asObject(getPath(pod, 'status'));
  const [reason, message] = [asString(status['reason']), asString(status['message'])];
  if (phase !== 'Failed' || (reason === '' && message === '')) return [];
  const ended = findCondition(pod, 'Ready');
  const since = ended?.['status'] === 'False' ? parseTime(ended['lastTransitionTime']) : null;
  return [{ container: null, exitCode: null, reason, message, since }];
}

function pendingTrouble(pod: unknown): Pick<Trouble, 'reason' | 'message' | 'since'> | null {
  const message = pendingReason(pod);
  if (message === null) return null;
  const since = findCondition(pod, 'PodScheduled')?.['lastTransitionTime'];
  const from = since ?? getPath(pod, 'metadata', 'creationTimestamp');
  return { reason: podStatus(pod).status, message, since: parseTime(from) };
}

/** The state is part of what is said of it. */
function unreadyTrouble(pod: unknown): Pick<Trouble, 'reason' | 'message' | 'since'> | null {
  const told = unready(pod);
  return told === null ? null : { reason: '', message: told.why, since: told.since };
}

/** Why a pod is still pending: what the scheduler says, or what it waits for. */
function pendingReason(pod: unknown): string | null {
  if (getPath(pod, 'status', 'phase') !== 'Pending') return null;
  const scheduled = findCondition(pod, 'PodScheduled');
  if (scheduled?.['status'] === 'False') {
    // The scheduler adds what preemption would not help, which is longer than the reason.
    const [reason = ''] = asString(scheduled['message']).split('. preemption:');
    return reason.replace(/\.$/, '') || asString(scheduled['reason']) || null;
  }
  const { word } = podSummary(pod);
  return word === 'Pending' ? waitsFor(pod) : word;
}

/** Who has not said anything of it yet: whoever is to find a node for it, else the kubelet there. */
function waitsFor(pod: unknown): string {
  const node = asString(getPath(pod, 'spec', 'nodeName'));
  if (node !== '') return `node: ${node}`;
  return `scheduler: ${asString(getPath(pod, 'spec', 'schedulerName')) || 'default-scheduler'}`;
}

/**
 * Since when a pod that has a node is not ready, and why, by its conditions: its containers are made, or it runs and does not serve. Null for
 * what failed, waits for a node or on purpose, has ended or is being deleted: other words say that.
 */
const unready = rememberLast((pod: unknown): { readonly since: number | null; readonly why: string } | null => {
  const { status, tone } = podStatus(pod);
  const isAsked = tone === 'active' || (tone === 'warning' && status !== 'Pending');
  if (!isAsked || getPath(pod, 'metadata', 'deletionTimestamp') !== undefined) return null;
  const untrue = (type: string) => {
    const condition = findCondition(pod, type);
    return condition === undefined || condition?.['status'] === 'True' ? null : condition;
  };
  // Before its containers run it has been on its way since it was given a node.
  const scheduled = getPath(pod, 'status', 'phase') === 'Pending' ? findCondition(pod, 'PodScheduled') : null;
  const from = scheduled ?? untrue('Ready') ?? untrue('ContainersReady');
  const told = untrue('Initialized') ?? untrue('Ready') ?? untrue('ContainersReady');
  const message = asString(told?.['message']) || asString(told?.['reason']);
  const since =
    from?.['lastTransitionTime'] ??
    getPath(pod, 'status', 'startTime') ??
    getPath(pod, 'metadata', 'creationTimestamp');
  return { since: parseTime(since), why: message === '' ? status : `${status}: ${message}` };
});

function deletionAsked(pod: unknown): number | null {
  const due = deletionDue(pod);
  return due === null ? null : due - 1_000 * (asNumber(getPath(pod, 'metadata', 'deletionGracePeriodSeconds')) ?? 0);
}

/**
 * What a pod that is being deleted waits for: its finalizers, once no container of it runs; before that its node, which has not said that they
 * have ended, and what evicted it from there. Null while nobody deletes it.
 */
function heldUp(pod: unknown): string | null {
  if (deletionDue(pod) === null) return null;
  const finalizers = heldByFinalizers(pod);
  const hasEnded = containerStatuses(pod).every(status => getPath(status, 'state', 'running') === undefined);
  if (finalizers !== '' && hasEnded) return finalizers;
  const disruption = findCondition(pod, 'DisruptionTarget');
  const evictedBy = disruption?.['status'] === 'True' ? asString(disruption['reason']) : '';
  return `node: ${asString(getPath(pod, 'spec', 'nodeName'))}${evictedBy === '' ? '' : ` (${evictedBy})`}`;
}

/** The index of an indexed Job that the pod works at. */
function completionIndex(pod: unknown): number | null {
  const text = asString(getPath(pod, 'metadata', 'annotations', 'batch.kubernetes.io/job-completion-index'));
  return /^\d+$/.test(text) ? Number(text) : null;
}

/** Older servers say the first address alone. */
function podIp(pod: unknown): Cell {
  return textCell(getPath(pod, 'status', 'podIP') ?? getPath(asArray(getPath(pod, 'status', 'podIPs'))[0], 'ip'));
}
