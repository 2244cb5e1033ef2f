import { active, AT, bad, condition, conditions, muted, ok, warning, type StatesOfKinds } from './test-state.ts';

/** Devices, snapshots and gateways. */
export const EXTENDED_STATES: StatesOfKinds = {
  resourceclaims: [
    [
      'waiting',
      { spec: { devices: { requests: [{ exactly: { deviceClassName: 'gpu' } }] } } },
      { status: warning('pending'), deviceClasses: 'gpu' },
    ],
    [
      'used',
      {
        status: {
          allocation: { devices: { results: [{ driver: 'd', pool: 'p', device: '0' }] } },
          reservedFor: [{ resource: 'pods', name: 'x' }],
        },
      },
      { status: ok('allocated,reserved'), devices: 'd/p/0', reservedFor: 'pods/x' },
    ],
  ],
  resourceclaimtemplates: [
    [
      'a choice',
      {
        spec: {
          spec: { devices: { requests: [{ firstAvailable: [{ deviceClassName: 'a' }, { deviceClassName: 'b' }] }] } },
        },
      },
      { deviceClasses: 'a, b' },
    ],
  ],
  deviceclasses: [
    ['by an expression', { spec: { selectors: [{ cel: { expression: 'true' } }] } }, { selectors: 'true' }],
  ],
  resourceslices: [['of a node', { spec: { nodeName: 'n', devices: [{}, {}] } }, { node: 'n', deviceCount: 2 }]],
  'volumesnapshots.snapshot.storage.k8s.io': [
    ['on its way', {}, { status: active('Pending') }],
    ['done', { status: { readyToUse: true, restoreSize: '1Ki' } }, { status: ok('ReadyToUse'), restoreSize: 1024 }],
    [
      'failed',
      { status: { error: { message: 'no room', time: AT } } },
      { status: bad('Error'), why: 'Error: no room' },
    ],
  ],
  'volumesnapshotclasses.snapshot.storage.k8s.io': [
    ['one', { driver: 'd', deletionPolicy: 'Delete' }, { driver: 'd' }],
  ],
  'volumesnapshotcontents.snapshot.storage.k8s.io': [
    [
      'one',
      { spec: { volumeSnapshotRef: { namespace: 'n', name: 's' } }, status: { readyToUse: true } },
      { snapshot: 'n/s', readyToUse: true },
    ],
  ],
  'gatewayclasses.gateway.networking.k8s.io': [
    ['taken', { status: conditions(condition('Accepted', 'True')) }, { status: ok('Accepted') }],
    ['nobody looked', {}, { status: muted('Unknown') }],
  ],
  'gateways.gateway.networking.k8s.io': [
    [
      'not in place',
      { status: conditions(condition('Programmed', 'False', 'AddressNotAssigned')) },
      { status: warning('AddressNotAssigned') },
    ],
    [
      'in place',
      {
        spec: { listeners: [{ protocol: 'HTTPS', port: 443 }] },
        status: { addresses: [{ value: '1.1.1.1' }], ...conditions(condition('Programmed', 'True')) },
      },
      { status: ok('Programmed'), listeners: 'HTTPS:443', address: '1.1.1.1' },
    ],
  ],
  'httproutes.gateway.networking.k8s.io': [
    ['no gateway took it', { spec: { parentRefs: [{ name: 'g' }] } }, { status: warning('NotAttached'), parents: 'g' }],
    [
      'one did',
      {
        spec: { rules: [{ backendRefs: [{ name: 's', port: 80 }] }] },
        status: { parents: [conditions(condition('Accepted', 'True'), condition('ResolvedRefs', 'True'))] },
      },
      { status: ok('Accepted'), backends: 's:80', why: null },
    ],
    [
      'one did, the other cannot',
      {
        status: {
          parents: [
            conditions(condition('Accepted', 'True'), condition('ResolvedRefs', 'True')),
            conditions(condition('Accepted', 'True'), condition('ResolvedRefs', 'False', 'BackendNotFound', 'no s')),
          ],
        },
      },
      { status: bad('BackendNotFound'), why: 'BackendNotFound: no s' },
    ],
  ],
  'grpcroutes.gateway.networking.k8s.io': [['no gateway took it', {}, { status: warning('NotAttached') }]],
  'referencegrants.gateway.networking.k8s.io': [
    [
      'one',
      { spec: { from: [{ group: 'g', kind: 'K', namespace: 'n' }], to: [{ group: '', kind: 'Secret' }] } },
      { from: 'g/K/n', to: 'Secret' },
    ],
  ],
};
