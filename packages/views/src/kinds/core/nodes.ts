import { asArray, asObject, asString, getPath } from '@lanthorn/base/json.ts';
import { findCondition } from '@lanthorn/kube/objects/kube-object.ts';
import type { StatusCell } from '../../cells/cell.ts';
import { AGE, NAME, quantityCell, textCell } from '../../cells/columns.ts';
import { statusColumn } from '../../cells/status-column.ts';
import { troubleColumns } from '../../cells/trouble-columns.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { NODE_METRICS_VIEW } from '../metrics.k8s.io/nodemetrics.ts';
import { USAGE_COLUMNS, usageJoin } from '../metrics.k8s.io/usage-columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';

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

/** As older installers mark nodes. */
const ROLE_LABEL = 'kubernetes.io/role';
const ROLE_PREFIX = 'node-role.kubernetes.io/';

/** In kubectl's order and words; labels without a role in them give none. */
function nodeRoles(node: unknown): string {
  const roles = Object.entries(asObject(getPath(node, 'metadata', 'labels'))).map(([key, value]) =>
    key === ROLE_LABEL ? asString(value) : key.startsWith(ROLE_PREFIX) ? key.slice(ROLE_PREFIX.length) : '',
  );
  return [...new Set(roles)]
    .filter(role => role !== '')
    .toSorted()
    .join(',');
}

/** `InternalIP`, `ExternalIP`: one of each family. */
function addressesOf(node: unknown, type: string): string {
  const addresses = asArray(getPath(node, 'status', 'addresses')).filter(entry => getPath(entry, 'type') === type);
  return addresses.map(entry => asString(getPath(entry, 'address'))).join(', ');
}

function nodeTaints(node: unknown): string {
  return asArray(getPath(node, 'spec', 'taints'))
    .map(taint => {
      const said = (field: string) => asString(getPath(taint, field));
      return `${said('key')}${said('value') === '' ? '' : `=${said('value')}`}:${said('effect')}`;
    })
    .join(', ');
}

function podCidrs(node: unknown): string {
  const all = asArray(getPath(node, 'spec', 'podCIDRs')).map(asString);
  return all.length === 0 ? asString(getPath(node, 'spec', 'podCIDR')) : all.join(', ');
}

const HIDDEN_TEXT = { type: 'text', width: 150, isHidden: true } as const;

export const NODE_VIEW: KindView = {
  ...kindEntry('nodes'),
  isOneOfItsOwn: true,
  sections: ['capacity', 'usage', 'podsOnNode', 'conditions', 'nodeSystem'],
  usage: usageJoin(NODE_METRICS_VIEW),
  // Its taints stand with what else the machine says of itself.
  hiddenFacts: [...USAGE_COLUMNS.map(({ id }) => id), 'taints'],
  headline: ['roles', 'version'],
  defaultSort: { column: 'name', descending: false },
  columns: [
    NAME,
    statusColumn(nodeStatus, { width: 180 }),
    {
      id: 'roles',
      type: 'text',
      width: 130,
      isFacet: true,
      read: nodeRoles,
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
    {
      id: 'cpu',
      type: 'quantity',
      unit: 'cores',
      lends: 'cpu',
      width: 165,
      read: node => quantityCell(getPath(node, 'status', 'allocatable', 'cpu')),
    },
    {
      id: 'memory',
      type: 'quantity',
      unit: 'bytes',
      lends: 'memory',
      width: 190,
      read: node => quantityCell(getPath(node, 'status', 'allocatable', 'memory')),
    },
    { id: 'internalIp', ...HIDDEN_TEXT, read: node => addressesOf(node, 'InternalIP') || null },
    { id: 'externalIp', ...HIDDEN_TEXT, read: node => addressesOf(node, 'ExternalIP') || null },
    { id: 'podCidrs', ...HIDDEN_TEXT, read: node => podCidrs(node) || null },
    { id: 'taints', ...HIDDEN_TEXT, read: node => nodeTaints(node) || null },
    AGE,
    ...USAGE_COLUMNS,
    ...troubleColumns(),
  ],
};
