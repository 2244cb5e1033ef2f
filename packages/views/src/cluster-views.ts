import { asNumber, asObject, asString, getPath } from '@lanthorn/base/json.ts';
import { findCondition, parseTime } from '@lanthorn/kube/kube-object.ts';
import type { StatusCell } from './cell.ts';
import { AGE, NAME, NAMESPACE, textCell, timeCell } from './columns.ts';
import type { KindView } from './kind-view.ts';
import { workloadColumns } from './workload-columns.ts';

export function deploymentStatus(deployment: unknown): StatusCell {
  const wanted = asNumber(getPath(deployment, 'spec', 'replicas')) ?? 1;
  const updated = asNumber(getPath(deployment, 'status', 'updatedReplicas')) ?? 0;
  const available = asNumber(getPath(deployment, 'status', 'availableReplicas')) ?? 0;
  const progressing = findCondition(deployment, 'Progressing');
  if (progressing?.['reason'] === 'ProgressDeadlineExceeded')
    return { status: 'ProgressDeadlineExceeded', tone: 'bad' };
  if (getPath(deployment, 'spec', 'paused') === true) return { status: 'Paused', tone: 'muted' };
  if (wanted === 0) return { status: 'ScaledToZero', tone: 'muted' };
  if (updated < wanted || (asNumber(getPath(deployment, 'status', 'replicas')) ?? 0) > updated)
    return { status: 'Progressing', tone: 'active' };
  return available < wanted ? { status: 'Unavailable', tone: 'warning' } : { status: 'Available', tone: 'ok' };
}

/** What a kubelet complains of while it is ready. */
const PRESSURES = ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'NetworkUnavailable'];

export function nodeStatus(node: unknown): StatusCell {
  const ready = findCondition(node, 'Ready')?.['status'];
  const cordoned = getPath(node, 'spec', 'unschedulable') === true ? ',SchedulingDisabled' : '';
  if (ready !== 'True') return { status: `NotReady${cordoned}`, tone: 'bad' };
  const pressure = PRESSURES.filter(type => findCondition(node, type)?.['status'] === 'True')
    .map(type => `,${type}`)
    .join('');
  return { status: `Ready${cordoned}${pressure}`, tone: cordoned + pressure === '' ? 'ok' : 'warning' };
}

export const DEPLOYMENT_VIEW: KindView = {
  resource: { group: 'apps', version: 'v1', resource: 'deployments' },
  kind: 'Deployment',
  namespaced: true,
  section: 'workloads',
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

const ROLE_PREFIX = 'node-role.kubernetes.io/';

export const NODE_VIEW: KindView = {
  resource: { group: '', version: 'v1', resource: 'nodes' },
  kind: 'Node',
  namespaced: false,
  section: 'cluster',
  defaultSort: { column: 'name', descending: false },
  columns: [
    NAME,
    { id: 'status', type: 'status', width: 180, isFacet: true, read: nodeStatus },
    {
      id: 'roles',
      type: 'text',
      width: 130,
      isFacet: true,
      read: node =>
        Object.keys(asObject(getPath(node, 'metadata', 'labels')))
          .filter(key => key.startsWith(ROLE_PREFIX))
          .map(key => key.slice(ROLE_PREFIX.length))
          .join(','),
    },
    {
      id: 'version',
      type: 'text',
      width: 100,
      isFacet: true,
      read: node => textCell(getPath(node, 'status', 'nodeInfo', 'kubeletVersion')),
    },
    {
      id: 'zone',
      type: 'text',
      width: 100,
      isFacet: true,
      read: node => textCell(getPath(node, 'metadata', 'labels', 'topology.kubernetes.io/zone')),
    },
    { id: 'cpu', type: 'text', width: 70, read: node => textCell(getPath(node, 'status', 'allocatable', 'cpu')) },
    {
      id: 'memory',
      type: 'text',
      width: 100,
      read: node => textCell(getPath(node, 'status', 'allocatable', 'memory')),
    },
    AGE,
  ],
};

export const NAMESPACE_VIEW: KindView = {
  resource: { group: '', version: 'v1', resource: 'namespaces' },
  kind: 'Namespace',
  namespaced: false,
  section: 'cluster',
  defaultSort: { column: 'name', descending: false },
  columns: [
    NAME,
    {
      id: 'status',
      type: 'status',
      width: 130,
      isFacet: true,
      read: namespace => {
        const status = asString(getPath(namespace, 'status', 'phase')) || 'Unknown';
        return { status, tone: status === 'Active' ? 'ok' : 'active' };
      },
    },
    AGE,
  ],
};

export const EVENT_VIEW: KindView = {
  resource: { group: '', version: 'v1', resource: 'events' },
  kind: 'Event',
  namespaced: true,
  section: 'cluster',
  defaultSort: { column: 'lastSeen', descending: true },
  ownerUid: event => asString(getPath(event, 'involvedObject', 'uid')),
  columns: [
    {
      id: 'lastSeen',
      type: 'time',
      width: 90,
      read: event =>
        timeCell(
          getPath(event, 'series', 'lastObservedTime') ??
            getPath(event, 'lastTimestamp') ??
            getPath(event, 'eventTime') ??
            getPath(event, 'metadata', 'creationTimestamp'),
        ),
    },
    {
      id: 'type',
      type: 'status',
      width: 100,
      isFacet: true,
      read: event => {
        const status = asString(getPath(event, 'type')) || 'Normal';
        return { status, tone: status === 'Normal' ? 'muted' : 'warning' };
      },
    },
    { id: 'reason', type: 'text', width: 160, isFacet: true, read: event => textCell(getPath(event, 'reason')) },
    {
      id: 'object',
      type: 'text',
      width: 280,
      read: event =>
        `${asString(getPath(event, 'involvedObject', 'kind'))}/${asString(getPath(event, 'involvedObject', 'name'))}`,
    },
    { id: 'message', type: 'text', width: 460, read: event => textCell(getPath(event, 'message')) },
    {
      id: 'count',
      type: 'number',
      width: 70,
      read: event => asNumber(getPath(event, 'series', 'count')) ?? asNumber(getPath(event, 'count')) ?? 1,
    },
    NAMESPACE,
    {
      id: 'firstSeen',
      type: 'time',
      width: 90,
      read: event => parseTime(getPath(event, 'firstTimestamp')) ?? parseTime(getPath(event, 'eventTime')),
    },
  ],
};
