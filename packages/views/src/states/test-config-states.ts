import {
  active,
  AT,
  bad,
  condition,
  conditions,
  metadata,
  muted,
  ok,
  warning,
  type StatesOfKinds,
} from './test-state.ts';

/** What is kept, stored and allowed. */
export const CONFIG_STATES: StatesOfKinds = {
  configmaps: [
    [
      'texts and bytes',
      { data: { b: '1', a: '2' }, binaryData: { c: '' } },
      { data: 3, keys: 'b, a, c', immutable: false },
    ],
  ],
  secrets: [['what it holds', { type: 'Opaque', data: { password: '•••' } }, { data: 1, keys: 'password' }]],
  serviceaccounts: [
    ['as most are', {}, { secrets: null, automount: true }],
    [
      'one that keeps its token',
      { automountServiceAccountToken: false, imagePullSecrets: [{ name: 'r' }] },
      { pullSecrets: 'r', automount: false },
    ],
  ],
  persistentvolumeclaims: [
    [
      'bound',
      { status: { phase: 'Bound', accessModes: ['ReadWriteMany', 'ReadWriteOnce'] } },
      { status: ok('Bound'), accessModes: 'RWO,RWX', why: null, heldUp: null },
    ],
    ['it waits for a volume', { status: { phase: 'Pending' } }, { status: warning('Pending') }],
    ['its volume is gone', { status: { phase: 'Lost' } }, { status: bad('Lost') }],
    [
      'it cannot grow',
      { status: { phase: 'Bound', ...conditions(condition('ControllerResizeError', 'True', 'Full', 'no room')) } },
      { why: 'Full: no room' },
    ],
    [
      'it goes when no pod uses it any more',
      {
        metadata: { ...metadata, deletionTimestamp: AT, finalizers: ['kubernetes.io/pvc-protection'] },
        status: { phase: 'Bound' },
      },
      {
        status: active('Terminating'),
        heldUp: 'finalizers: kubernetes.io/pvc-protection',
        why: 'Terminating: finalizers: kubernetes.io/pvc-protection',
        overdueSince: Date.parse(AT),
      },
    ],
  ],
  namespaces: [
    ['in use', { status: { phase: 'Active' } }, { status: ok('Active') }],
    ['on its way out', { status: { phase: 'Terminating' } }, { status: active('Terminating') }],
  ],
  persistentvolumes: [
    ['in use', { spec: { csi: { driver: 'd' } }, status: { phase: 'Bound' } }, { status: ok('Bound'), why: null }],
    ['it is made', { status: { phase: 'Pending' } }, { status: active('Pending'), source: null }],
    [
      'of a directory, after all else that a volume has',
      { spec: { capacity: {}, claimRef: {}, nodeAffinity: {}, accessModes: [], volumeMode: 'Block', hostPath: {} } },
      { source: 'hostPath' },
    ],
    ['free', { status: { phase: 'Available' } }, { status: ok('Available') }],
    ['its claim is gone', { status: { phase: 'Released' } }, { status: warning('Released'), why: 'Released' }],
    [
      'it could not be recycled',
      { spec: { nfs: {} }, status: { phase: 'Failed', reason: 'R', message: 'm', lastPhaseTransitionTime: AT } },
      { status: bad('Failed'), source: 'nfs', why: 'R: m', since: Date.parse(AT) },
    ],
    ['by a driver', { spec: { csi: { driver: 'd' }, claimRef: {} } }, { source: 'csi d', status: warning('Unknown') }],
  ],
  csistoragecapacities: [
    ['room for more', { capacity: '10Gi', nodeTopology: {} }, { capacity: 10 * 2 ** 30, topology: '*' }],
  ],
  volumeattachments: [
    ['done', { status: { attached: true } }, { status: ok('Attached'), why: null }],
    ['on its way', {}, { status: active('Attaching') }],
    [
      'it fails',
      { status: { attached: false, attachError: { message: 'no such disk', time: AT } } },
      { status: bad('AttachError'), why: 'AttachError: no such disk', since: Date.parse(AT) },
    ],
  ],
  roles: [
    [
      'rules',
      {
        rules: [
          { apiGroups: ['', 'apps'], resources: ['pods', 'x'], verbs: ['get', 'list'], resourceNames: ['a'] },
          { nonResourceURLs: ['/healthz'], verbs: ['get'] },
        ],
      },
      { rules: 2, grants: 'get,list pods,pods.apps,x,x.apps (a); get /healthz' },
    ],
  ],
  clusterroles: [['put together', { aggregationRule: {}, rules: null }, { aggregated: true, rules: 0, grants: null }]],
  clustertrustbundles: [
    ['two', { spec: { trustBundle: '-----BEGIN CERTIFICATE-----\n-----BEGIN CERTIFICATE-----' } }, { certificates: 2 }],
  ],
  podcertificaterequests: [
    [
      'nobody decided',
      { spec: { podName: 'web-1', signerName: 'example.com/s' } },
      { status: warning('Pending'), pod: 'web-1' },
    ],
    [
      'given',
      { status: { notAfter: '2026-11-24T12:00:00Z', ...conditions(condition('Issued', 'True')) } },
      { status: ok('Issued'), expires: Date.parse('2026-11-24T12:00:00Z') },
    ],
    ['refused', { status: conditions(condition('Denied', 'True')) }, { status: bad('Denied') }],
    ['not given', { status: conditions(condition('Failed', 'True')) }, { status: bad('Failed') }],
  ],
  devicetaintrules: [
    [
      'of one device',
      {
        spec: {
          deviceSelector: { driver: 'gpu.example.com', pool: 'n-1', device: 'gpu-0' },
          taint: { key: 'broken', value: 'fan', effect: 'NoExecute', timeAdded: '2026-11-24T12:00:00Z' },
        },
        status: conditions(condition('EvictionInProgress', 'True')),
      },
      {
        status: active('EvictionInProgress'),
        taint: 'broken=fan:NoExecute',
        devices: 'gpu.example.com/n-1/gpu-0',
        since: Date.parse('2026-11-24T12:00:00Z'),
      },
    ],
    [
      'of all of a driver, done',
      {
        spec: { deviceSelector: { driver: 'gpu.example.com' }, taint: { key: 'old', effect: 'None' } },
        status: conditions(condition('EvictionInProgress', 'False')),
      },
      { status: ok('Active'), taint: 'old:None', devices: 'gpu.example.com' },
    ],
  ],
  storageversionmigrations: [
    ['not begun', { spec: { resource: { resource: 'pods' } } }, { status: muted('Unknown'), migrates: 'pods' }],
    [
      'on its way',
      {
        spec: { resource: { group: 'example.com', resource: 'widgets' } },
        status: conditions(condition('Running', 'True')),
      },
      { status: active('Running'), migrates: 'widgets.example.com' },
    ],
    [
      'done',
      { status: conditions(condition('Running', 'False'), condition('Succeeded', 'True')) },
      { status: ok('Succeeded') },
    ],
    ['failed', { status: conditions(condition('Failed', 'True')) }, { status: bad('Failed') }],
  ],
  certificatesigningrequests: [
    ['nobody decided', {}, { status: warning('Pending') }],
    [
      'given',
      { status: { certificate: 'x', ...conditions(condition('Approved', 'True')) } },
      { status: ok('Approved,Issued') },
    ],
    ['refused', { status: conditions(condition('Denied', 'True')) }, { status: muted('Denied') }],
    [
      'not given',
      { status: conditions(condition('Approved', 'True'), condition('Failed', 'True')) },
      { status: bad('Approved,Failed') },
    ],
  ],
};
