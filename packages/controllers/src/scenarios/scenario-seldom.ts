import { NODES, type Planned } from './past-objects.ts';

const ADMISSION = 'v1.admissionregistration.k8s.io';
const STORAGE = 'v1.storage.k8s.io';
const DRIVER = 'csi.example.com';
/** In PEM, of a key that nobody has: `openssl req -new -subj /CN=gateway.payments.svc`. */
const REQUEST =
  'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIYk1JR0JBZ0VBTUI4eEhUQWJCZ05WQkFNTUZHZGhkR1YzWVhrdWNHRjViV1Z1ZEhNdWMzWmpNRmt3RXdZSApLb1pJemowQ0FRWUlLb1pJemowREFRY0RRZ0FFNXQwMDJGQ3QwbGhOZW1aaGo0RWJRWExtaUcrdFhJNHp0dm9nCjNTcE55WmdQY1dPc09mSm11R1JVdFhCeS8yVW42M2JWcWgwbysxNUlRc1N4YkNPWHk2QUFNQW9HQ0NxR1NNNDkKQkFNQ0Ewa0FNRVlDSVFEd3Ruc0E5TXNhOUIveGJGSExvSE1UUWdRYmxSRDM4OUVNNmFOeDhKQndYZ0loQU5vbQovUmRIRUUxZnJpdTc5WTBycWpPQ1h3bTh5aTlWdmxDQ3ZhV2tLTDkrCi0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo=';

/** Of objects that nobody has: it is never asked. */
const webhookOf = (name: string, path: string) => ({
  name: `${name}.payments.example.com`,
  clientConfig: { service: { namespace: 'payments', name: 'gateway', path, port: 80 } },
  admissionReviewVersions: ['v1'],
  sideEffects: 'None',
  failurePolicy: 'Ignore',
  timeoutSeconds: 5,
  rules: [{ apiGroups: ['payments.example.com'], apiVersions: ['*'], operations: ['CREATE'], resources: ['refunds'] }],
});

/** One of each kind that few people look at: bounds of a team, rules of admission, what a storage driver says of itself. They refuse nothing that goes on. */
export const SELDOM: readonly Planned[] = [
  {
    resource: 'resourcequotas.v1.',
    name: 'team',
    namespace: 'marketing',
    fields: { spec: { hard: { pods: '20', 'requests.cpu': '2', 'requests.memory': '4Gi' } } },
  },
  {
    resource: `validatingadmissionpolicies.${ADMISSION}`,
    name: 'own-registry',
    fields: {
      spec: {
        failurePolicy: 'Ignore',
        matchConstraints: {
          resourceRules: [
            { apiGroups: ['apps'], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['deployments'] },
          ],
        },
        validations: [
          {
            expression: "object.spec.template.spec.containers.all(c, c.image.startsWith('registry.example/'))",
            message: 'Images come from registry.example.',
          },
        ],
      },
    },
  },
  {
    resource: `validatingadmissionpolicybindings.${ADMISSION}`,
    name: 'own-registry',
    fields: { spec: { policyName: 'own-registry', validationActions: ['Audit'] } },
  },
  {
    resource: `validatingwebhookconfigurations.${ADMISSION}`,
    name: 'payments-guard',
    fields: { webhooks: [webhookOf('guard', '/validate')] },
  },
  {
    resource: `mutatingwebhookconfigurations.${ADMISSION}`,
    name: 'payments-defaults',
    fields: { webhooks: [webhookOf('defaults', '/mutate')] },
  },
  {
    // Nobody signs for this signer: it waits for a decision.
    resource: 'certificatesigningrequests.v1.certificates.k8s.io',
    name: 'gateway-payments',
    fields: {
      spec: { request: REQUEST, signerName: 'example.com/service', usages: ['digital signature', 'server auth'] },
    },
  },
  {
    resource: 'replicationcontrollers.v1.',
    name: 'legacy-reports',
    namespace: 'data',
    fields: {
      spec: {
        replicas: 0,
        selector: { app: 'legacy-reports' },
        template: {
          metadata: { labels: { app: 'legacy-reports' } },
          spec: { containers: [{ name: 'reports', image: 'registry.example/data/reports:0.9.4' }] },
        },
      },
    },
  },
  {
    resource: 'runtimeclasses.v1.node.k8s.io',
    name: 'sandboxed',
    fields: { handler: 'runsc', overhead: { podFixed: { cpu: '50m', memory: '64Mi' } } },
  },
  {
    resource: 'podtemplates.v1.',
    name: 'debug-shell',
    namespace: 'platform',
    fields: {
      template: {
        metadata: { labels: { app: 'debug-shell' } },
        spec: { containers: [{ name: 'shell', image: 'registry.example/ops/shell:1.4.0' }] },
      },
    },
  },
  {
    resource: `csidrivers.${STORAGE}`,
    name: DRIVER,
    fields: { spec: { attachRequired: true, storageCapacity: true, volumeLifecycleModes: ['Persistent'] } },
  },
  {
    resource: `volumeattributesclasses.${STORAGE}`,
    name: 'fast',
    fields: { driverName: DRIVER, parameters: { iops: '8000' } },
  },
  {
    resource: `csistoragecapacities.${STORAGE}`,
    name: 'standard-eu-west-1',
    namespace: 'platform',
    fields: { storageClassName: 'standard', capacity: '400Gi', nodeTopology: {} },
  },
  {
    resource: `volumeattachments.${STORAGE}`,
    name: 'csi-reports',
    fields: { spec: { attacher: DRIVER, nodeName: 'node-1', source: { persistentVolumeName: 'pvc-reports' } } },
  },
  ...Array.from({ length: NODES }, (_, i) => ({
    resource: `csinodes.${STORAGE}`,
    name: `node-${i}`,
    fields: { spec: { drivers: [{ name: DRIVER, nodeID: `node-${i}`, allocatable: { count: 32 } }] } },
  })),
];
