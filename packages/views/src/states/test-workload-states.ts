import { active, AT, bad, condition, conditions, muted, ok, warning, type StatesOfKinds } from './test-state.ts';

/** How many pods a Deployment has: as wanted, where nothing else is said. */
const deployed = (status: object = {}, spec: object = {}) => ({
  spec: { replicas: 3, ...spec },
  status: { replicas: 3, updatedReplicas: 3, availableReplicas: 3, ...status },
});

/** What runs, and what leads to it. */
export const WORKLOAD_STATES: StatesOfKinds = {
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
};
