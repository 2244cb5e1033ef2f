import { expect, test } from 'vitest';
import { SharedParts } from '@lanthorn/views/cells/shared-parts.ts';
import { columnIndex } from '../../kind-index.ts';
import { projectRow } from '../../row.ts';
import { NODE_VIEW } from './nodes.ts';

function shown(node: object, ...columns: readonly string[]) {
  const { cells } = projectRow(NODE_VIEW, node, { now: 0, shared: new SharedParts(), hasRelations: false });
  return columns.map(id => cells[columnIndex(NODE_VIEW, id)] ?? null);
}

const ASKED = ['internalIp', 'externalIp', 'podCidrs', 'taints'] as const;

test('where a node is reached, which addresses its pods have, and whom it keeps away', () => {
  const node = {
    metadata: { name: 'node-1' },
    spec: {
      podCIDR: '10.244.1.0/24',
      podCIDRs: ['10.244.1.0/24', 'fd00:1::/64'],
      taints: [
        { key: 'gpu', value: 'yes', effect: 'NoSchedule' },
        { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' },
      ],
    },
    status: {
      addresses: [
        { type: 'InternalIP', address: '192.168.10.11' },
        { type: 'InternalIP', address: 'fd00::11' },
        { type: 'ExternalIP', address: '203.0.113.7' },
        { type: 'Hostname', address: 'node-1' },
      ],
    },
  };
  expect(shown(node, ...ASKED)).toEqual([
    '192.168.10.11, fd00::11',
    '203.0.113.7',
    '10.244.1.0/24, fd00:1::/64',
    'gpu=yes:NoSchedule, node.kubernetes.io/unreachable:NoExecute',
  ]);
});

test('of an older server the one range of pods; what a node does not say stays empty', () => {
  const old = { metadata: { name: 'a' }, spec: { podCIDR: '10.244.1.0/24' } };
  expect(shown(old, ...ASKED)).toEqual([null, null, '10.244.1.0/24', null]);
});
