import { describe, expect, test } from 'vitest';
import { must } from '@lanthorn/base/assert.ts';
import type { Cell } from './cells/cell.ts';
import { columnIndex } from './kind-index.ts';
import { findKindViewAt, KIND_VIEWS } from './kind-records.ts';

const AT = '2026-11-23T09:00:00Z';
const metadata = { name: 'a', namespace: 'n', creationTimestamp: AT };
const condition = (type: string, status: string, reason = '', message = '') => ({
  type,
  status,
  reason,
  message,
  lastTransitionTime: AT,
});
const conditions = (...list: object[]) => ({ conditions: list });

type Row = readonly [what: string, object: object, cells: Readonly<Record<string, Cell>>];

const ok = (status: string): Cell => ({ status, tone: 'ok' });
const active = (status: string): Cell => ({ status, tone: 'active' });
const muted = (status: string): Cell => ({ status, tone: 'muted' });
const warning = (status: string): Cell => ({ status, tone: 'warning' });
const bad = (status: string): Cell => ({ status, tone: 'bad' });

/** How many pods a Deployment has: as wanted, where nothing else is said. */
const deployed = (status: object = {}, spec: object = {}) => ({
  spec: { replicas: 3, ...spec },
  status: { replicas: 3, updatedReplicas: 3, availableReplicas: 3, ...status },
});

const STATES: Readonly<Record<string, readonly Row[]>> = {
  deployments: [
    ['as wanted', deployed(), { status: ok('Available') }],
    [
      'one where no number is given',
      { status: { replicas: 1, updatedReplicas: 1, availableReplicas: 1 } },
      { status: ok('Available') },
    ],
    ['one pod does not serve', deployed({ availableReplicas: 2 }), { status: warning('Unavailable') }],
    ['nobody said how many serve', deployed({ availableReplicas: undefined }), { status: warning('Unavailable') }],
    ['new pods are missing', deployed({ updatedReplicas: 2 }), { status: active('Progressing') }],
    ['old pods are left', deployed({ replicas: 4 }), { status: active('Progressing') }],
    ['none is wanted', deployed({}, { replicas: 0 }), { status: muted('ScaledToZero') }],
    ['its rollout is held', deployed({ updatedReplicas: 1 }, { paused: true }), { status: muted('Paused') }],
    [
      'its rollout takes too long',
      deployed({ updatedReplicas: 1, ...conditions(condition('Progressing', 'False', 'ProgressDeadlineExceeded')) }),
      { status: bad('ProgressDeadlineExceeded') },
    ],
  ],
  replicasets: [
    ['as wanted', { spec: { replicas: 2 }, status: { readyReplicas: 2 } }, { status: ok('Available') }],
    ['one pod is missing', { spec: { replicas: 2 }, status: { readyReplicas: 1 } }, { status: warning('Unavailable') }],
    ['of an old revision', { spec: { replicas: 0 }, status: {} }, { status: muted('ScaledToZero') }],
    [
      'it may not create pods',
      { spec: { replicas: 2 }, status: conditions(condition('ReplicaFailure', 'True', 'FailedCreate', 'no quota')) },
      { status: bad('ReplicaFailure'), why: 'FailedCreate: no quota', since: Date.parse(AT) },
    ],
  ],
  replicationcontrollers: [
    ['one pod is missing', { spec: { replicas: 2 }, status: { readyReplicas: 1 } }, { status: warning('Unavailable') }],
    ['all are ready', { spec: { replicas: 2 }, status: { readyReplicas: 2 } }, { status: ok('Available') }],
    ['one where no number is given', { status: { readyReplicas: 1 } }, { status: ok('Available') }],
    ['nothing was said of it yet', {}, { status: warning('Unavailable') }],
    ['none is wanted', { spec: { replicas: 0 } }, { status: muted('ScaledToZero') }],
    [
      'it may not create pods',
      { spec: { replicas: 0 }, status: conditions(condition('ReplicaFailure', 'True', 'FailedCreate')) },
      { status: bad('ReplicaFailure') },
    ],
    ['as wanted', { spec: { replicas: 1, selector: { a: 'b' } }, status: { readyReplicas: 1 } }, { selector: 'a=b' }],
  ],
  services: [
    ['inside the cluster', { spec: { type: 'ClusterIP', clusterIP: '10.0.0.1' } }, { status: null }],
    ['it waits for a load balancer', { spec: { type: 'LoadBalancer' } }, { status: warning('Pending') }],
    [
      'it has one',
      { spec: { type: 'LoadBalancer' }, status: { loadBalancer: { ingress: [{ ip: '1.1.1.1' }] } } },
      { status: ok('Provisioned'), externalIp: '1.1.1.1' },
    ],
    [
      'it has several, and one of them twice',
      {
        spec: { type: 'LoadBalancer', externalIPs: ['9.9.9.9'] },
        status: { loadBalancer: { ingress: [{ hostname: 'b.example' }, { ip: '1.1.1.1' }, { ip: '1.1.1.1' }, {}] } },
      },
      { externalIp: '1.1.1.1,b.example,9.9.9.9' },
    ],
    [
      'it was one of a load balancer once',
      {
        spec: { type: 'ClusterIP', ports: [{ port: 80 }] },
        status: { loadBalancer: { ingress: [{ ip: '1.1.1.1' }] } },
      },
      { externalIp: null, ports: '80/TCP', selector: null },
    ],
    ['a name elsewhere', { spec: { type: 'ExternalName', externalName: 'a.example' } }, { externalIp: 'a.example' }],
  ],
  endpointslices: [
    ['nobody answers', { endpoints: [] }, { status: muted('Empty'), ready: '0/0' }],
    ['none is ready', { endpoints: [{ conditions: { ready: false } }] }, { status: warning('NoneReady') }],
    [
      'some are',
      { endpoints: [{ addresses: ['10.0.0.1'] }, { addresses: ['10.0.0.2'], conditions: { ready: false } }] },
      { status: active('PartlyReady'), ready: '1/2', addresses: '10.0.0.1,10.0.0.2' },
    ],
    ['all are', { endpoints: [{ conditions: { ready: true } }] }, { status: ok('Ready') }],
  ],
  endpoints: [
    ['nobody answers', {}, { status: muted('Empty') }],
    [
      'some are ready',
      { subsets: [{ addresses: [{}] }, { addresses: [{}], notReadyAddresses: [{}, {}] }] },
      { status: active('PartlyReady') },
    ],
    ['all are ready', { subsets: [{ addresses: [{}, {}] }, { addresses: [{}] }] }, { status: ok('Ready') }],
    ['none is ready', { subsets: [{ notReadyAddresses: [{ ip: '10.0.0.1' }] }] }, { status: warning('NoneReady') }],
    [
      'all are',
      { subsets: [{ addresses: [{ ip: 'fd00::1' }], ports: [{ port: 80 }] }] },
      { addresses: '[fd00::1]:80' },
    ],
  ],
  ingresses: [
    [
      'paths and a way for the rest',
      {
        spec: {
          defaultBackend: { resource: { kind: 'Bucket', name: 'b' } },
          rules: [
            {
              host: 'a.example',
              http: { paths: [{ path: '/x', backend: { service: { name: 's', port: { number: 80 } } } }] },
            },
            { http: { paths: [{ backend: { service: { name: 't', port: { name: 'web' } } } }] } },
          ],
          tls: [{ secretName: 'cert' }],
        },
      },
      { hosts: 'a.example', routes: 'a.example/x → s:80, */ → t:web, * → Bucket/b', tlsSecrets: 'cert' },
    ],
  ],
  networkpolicies: [
    [
      'who may come in, and nobody out',
      {
        spec: {
          podSelector: {},
          policyTypes: ['Ingress', 'Egress'],
          ingress: [
            {
              from: [
                { ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } },
                { namespaceSelector: {}, podSelector: { matchLabels: { app: 'a' } } },
              ],
              ports: [{ port: 80, endPort: 90 }, { port: 'dns', protocol: 'UDP' }, {}],
            },
            {},
          ],
        },
      },
      {
        pods: '*',
        ingress: '10.0.0.0/8 !10.1.0.0/16, namespaces(*) pods(app=a): 80-90/TCP, dns/UDP, */TCP; *',
        egress: 'none',
      },
    ],
  ],
  servicecidrs: [
    ['in use', { status: conditions(condition('Ready', 'True')) }, { status: ok('Ready') }],
    ['going', { status: conditions(condition('Ready', 'False', 'Terminating')) }, { status: warning('Terminating') }],
  ],
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
      { status: { phase: 'Bound', ...conditions(condition('ControllerResizeError', 'Unknown', 'Full', 'no room')) } },
      { why: null },
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
  horizontalpodautoscalers: [
    [
      'at rest',
      { status: { currentReplicas: 2, desiredReplicas: 2, ...conditions(condition('ScalingActive', 'True')) } },
      { status: ok('Active') },
    ],
    [
      'at work',
      { status: { currentReplicas: 2, desiredReplicas: 3, ...conditions(condition('ScalingActive', 'True')) } },
      { status: active('Scaling') },
    ],
    [
      'it cannot measure',
      { status: conditions(condition('ScalingActive', 'False', 'FailedGetResourceMetric', 'no metrics')) },
      { status: warning('FailedGetResourceMetric'), why: 'FailedGetResourceMetric: no metrics' },
    ],
    [
      'it cannot scale',
      { status: conditions(condition('AbleToScale', 'False', 'FailedGetScale')) },
      { status: bad('FailedGetScale') },
    ],
    [
      'it would do more than it may',
      {
        status: conditions(condition('ScalingActive', 'True'), condition('ScalingLimited', 'True', 'TooManyReplicas')),
      },
      { status: warning('AtMaximum') },
    ],
    [
      'switched off',
      { status: conditions(condition('ScalingActive', 'False', 'ScalingDisabled')) },
      { status: muted('ScalingDisabled') },
    ],
    [
      'what it measures, in another order',
      {
        spec: {
          metrics: [
            { type: 'Resource', resource: { name: 'cpu', target: { averageUtilization: 80 } } },
            { type: 'Pods', pods: { metric: { name: 'rps' }, target: { averageValue: '1k' } } },
          ],
        },
        status: {
          currentMetrics: [
            { type: 'Pods', pods: { metric: { name: 'rps' }, current: { averageValue: '900' } } },
            { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 12 } } },
          ],
        },
      },
      { metrics: 'cpu: 12%/80%, rps: 900/1k', status: muted('Unknown') },
    ],
  ],
  poddisruptionbudgets: [
    [
      'room',
      { status: { expectedPods: 3, currentHealthy: 3, desiredHealthy: 2, disruptionsAllowed: 1 } },
      { status: ok('Allowed'), healthy: '3/3' },
    ],
    [
      'no room',
      { status: { expectedPods: 2, currentHealthy: 2, desiredHealthy: 2 } },
      { status: warning('NoneAllowed') },
    ],
    [
      'too few',
      { status: { expectedPods: 2, currentHealthy: 1, desiredHealthy: 2 } },
      { status: warning('InsufficientPods') },
    ],
    ['of nothing', { status: {} }, { status: muted('NoPods') }],
    [
      'of what cannot be counted',
      { status: conditions(condition('DisruptionAllowed', 'False', 'SyncFailed')) },
      { status: bad('SyncFailed') },
    ],
  ],
  limitranges: [
    [
      'limits',
      { spec: { limits: [{ type: 'Container', default: { cpu: '500m' }, max: { cpu: 2 } }] } },
      { limits: 'Container cpu: max 2, default 500m' },
    ],
  ],
  leases: [
    [
      'held',
      { spec: { holderIdentity: 'x', leaseDurationSeconds: 15, renewTime: '2026-11-23T09:00:00.5Z' } },
      { leaseDuration: 15_000, renewed: Date.parse(AT) + 500 },
    ],
  ],
  runtimeclasses: [
    ['with a price', { handler: 'kata', overhead: { podFixed: { cpu: '250m' } } }, { overhead: 'cpu=250m' }],
  ],
  validatingwebhookconfigurations: [
    [
      'two',
      {
        webhooks: [
          {
            clientConfig: { service: { namespace: 'n', name: 's' } },
            failurePolicy: 'Ignore',
            rules: [{ apiGroups: ['apps'], resources: ['deployments'], operations: ['CREATE'] }],
          },
          { clientConfig: { url: 'https://a.example' } },
        ],
      },
      {
        webhooks: 2,
        targets: 'n/s, https://a.example',
        failurePolicy: 'Ignore, Fail',
        matches: 'CREATE deployments.apps',
      },
    ],
  ],
  validatingadmissionpolicies: [
    ['not looked at', {}, { status: muted('NotChecked') }],
    ['sound', { status: { typeChecking: {} } }, { status: ok('Checked') }],
    [
      'with a slip',
      { status: { typeChecking: { expressionWarnings: [{ fieldRef: 'spec.x', warning: 'no such key' }] } } },
      { status: warning('TypeWarnings'), why: 'spec.x: no such key' },
    ],
  ],
  validatingadmissionpolicybindings: [
    [
      'for some',
      {
        spec: {
          policyName: 'p',
          validationActions: ['Deny', 'Audit'],
          matchResources: { namespaceSelector: { matchLabels: { a: 'b' } } },
        },
      },
      { actions: 'Deny, Audit', matches: 'namespaces(a=b)', paramRef: null },
    ],
  ],
  mutatingadmissionpolicies: [['one', { spec: { mutations: [{}], reinvocationPolicy: 'Never' } }, { mutations: 1 }]],
  mutatingadmissionpolicybindings: [['one', { spec: { paramRef: { name: 'x' } } }, { paramRef: '*/x' }]],
  customresourcedefinitions: [
    ['in use', { status: conditions(condition('Established', 'True')) }, { status: ok('Established') }],
    ['new', {}, { status: active('Installing') }],
    [
      'its names are taken',
      { status: conditions(condition('NamesAccepted', 'False', 'ListKindConflict')) },
      { status: bad('NamesNotAccepted') },
    ],
    [
      'two versions',
      { spec: { names: { kind: 'W', shortNames: ['w'] }, versions: [{ name: 'v1', storage: true }, { name: 'v2' }] } },
      { versions: 'v1(storage),v2', definedKind: 'W', shortNames: 'w' },
    ],
  ],
  apiservices: [
    [
      'of the server itself',
      { status: conditions(condition('Available', 'True', 'Local')) },
      { status: ok('Available'), service: null },
    ],
    [
      'what it stands for is away',
      {
        spec: { service: { namespace: 'n', name: 's' } },
        status: conditions(condition('Available', 'False', 'MissingEndpoints', 'none')),
      },
      { status: bad('MissingEndpoints'), service: 'n/s', why: 'MissingEndpoints: none' },
    ],
  ],
  flowschemas: [
    ['in use', {}, { status: ok('InUse') }],
    [
      'its level is gone',
      { status: conditions(condition('Dangling', 'True', 'NotFound')) },
      { status: bad('Dangling') },
    ],
  ],
  prioritylevelconfigurations: [
    [
      'with queues',
      {
        spec: {
          type: 'Limited',
          limited: { nominalConcurrencyShares: 30, limitResponse: { type: 'Queue', queuing: { queues: 64 } } },
        },
      },
      { shares: 30, queues: 64, overLimit: 'Queue' },
    ],
  ],
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

describe.each(Object.entries(STATES))('%s', (address, rows) => {
  const view = must(findKindViewAt(address), address);
  test.each(rows)('%s', (_what, object, cells) => {
    const told = { metadata, ...object };
    const read = (id: string) => must(view.columns[columnIndex(view, id)], id).read(told, { now: Date.parse(AT) });
    expect(Object.fromEntries(Object.keys(cells).map(id => [id, read(id)]))).toEqual(cells);
  });
});

test('every kind that has a state is looked at in each of its states, or in its own test', () => {
  const elsewhere = new Set(['CronJob', 'Job', 'Pod', 'Deployment', 'StatefulSet', 'DaemonSet', 'Node', 'Namespace']);
  const others = new Set(['PersistentVolumeClaim', 'ResourceQuota', 'Certificate', 'Event', ...elsewhere]);
  const tested = new Set(Object.keys(STATES).map(address => findKindViewAt(address)?.kind));
  const withState = KIND_VIEWS.filter(({ columns }) => columns.some(({ type }) => type === 'status'));
  expect(withState.map(({ kind }) => kind).filter(kind => !tested.has(kind) && !others.has(kind))).toEqual([]);
});
