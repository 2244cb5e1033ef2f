import { asObject, getPath } from '@lanthorn/base/json.ts';
import { findCondition } from '@lanthorn/kube/kube-object.ts';
import type { StatusCell } from '../../cells/cell.ts';
import { AGE, NAME, textCell } from '../../cells/columns.ts';
import { statusColumn } from '../../cells/status-column.ts';
import type { KindView } from '../../kind-view.ts';

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

const ROLE_PREFIX = 'node-role.kubernetes.io/';

export const NODE_VIEW: KindView = {
  resource: { group: '', version: 'v1', resource: 'nodes' },
  kind: 'Node',
  namespaced: false,
  section: 'cluster',
  defaultSort: { column: 'name', descending: false },
  columns: [
    NAME,
    statusColumn(nodeStatus, { width: 180 }),
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
