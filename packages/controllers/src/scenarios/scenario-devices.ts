import type { Planned } from './past-objects.ts';

const ADMISSION = 'v1.admissionregistration.k8s.io';
const DEVICES = 'v1.resource.k8s.io';
const CERTIFICATES = 'v1.certificates.k8s.io';
const DRIVER = 'gpu.example.com';
/** Both are of keys that nobody has. */
const AUTHORITY = `-----BEGIN CERTIFICATE-----
MIIBQjCB9aADAgECAhQasDhOr/7bKJOCY7LcmEZayQIGgzAFBgMrZXAwFjEUMBIG
A1UEAwwLY29uZm9ybWFuY2UwIBcNMjYxMTMwMTk0NzU4WhgPMjEyNjExMDYxOTQ3
NThaMBYxFDASBgNVBAMMC2NvbmZvcm1hbmNlMCowBQYDK2VwAyEAcXFYdX+vVQIc
EkFzGE1BEuLnKAaw3Bz9CSQFYf4n6LKjUzBRMB0GA1UdDgQWBBSFGSaqHxjUb8zJ
C7vtijEgg52ZBTAfBgNVHSMEGDAWgBSFGSaqHxjUb8zJC7vtijEgg52ZBTAPBgNV
HRMBAf8EBTADAQH/MAUGAytlcANBAL5mO6mR+e9+U4brMflFBkXGSsXOuuZMdgkh
GbLy6I/Lp8BHvok9t50ih8IeuVxVL1KPAN1+RoOqtg6R4BfkqgE=
-----END CERTIFICATE-----
`;
const REQUEST =
  'MH8wMwIBADAAMCowBQYDK2VwAyEAgcCgP3i9vNRHU3urVd6uAz9gOwRhKQ8lFTaFGkmqfXagADAFBgMrZXADQQBdH385OvmpDlEXgDq4+WF+jsPvaTi+FCLpRjSblJOmr+wtpjShFcaFIIF67W4xEijNNmHAPEqbAA3HXInBcbkL';

const memory = { value: '48Gi' };
const deviceOf = (i: number) => ({ name: `gpu-${i}`, attributes: { model: { string: 'A40' } }, capacity: { memory } });
const CLAIM = { devices: { requests: [{ name: 'gpu', exactly: { deviceClassName: 'gpu' } }] } };

/** Devices that pods may claim, and what came to clusters lately: one of each kind. Nothing that goes on is changed by them. */
export const DEVICE_OBJECTS: readonly Planned[] = [
  {
    resource: `deviceclasses.${DEVICES}`,
    name: 'gpu',
    fields: { spec: { selectors: [{ cel: { expression: `device.driver == '${DRIVER}'` } }] } },
  },
  {
    resource: `resourceslices.${DEVICES}`,
    name: 'node-1-gpus',
    fields: {
      spec: {
        ...{ driver: DRIVER, nodeName: 'node-1' },
        pool: { name: 'node-1', generation: 1, resourceSliceCount: 1 },
        devices: [deviceOf(0), deviceOf(1)],
      },
    },
  },
  {
    resource: `devicetaintrules.${DEVICES}`,
    name: 'memory-errors',
    fields: {
      spec: {
        deviceSelector: { driver: DRIVER, pool: 'node-1', device: 'gpu-1' },
        taint: { key: 'example.com/memory-errors', effect: 'NoSchedule' },
      },
    },
  },
  { resource: `resourceclaims.${DEVICES}`, name: 'training', namespace: 'data', fields: { spec: CLAIM } },
  {
    resource: `resourceclaimtemplates.${DEVICES}`,
    name: 'fraud-scoring',
    namespace: 'payments',
    fields: { spec: { spec: CLAIM } },
  },
  {
    resource: `mutatingadmissionpolicies.${ADMISSION}`,
    name: 'refund-team',
    fields: {
      spec: {
        ...{ failurePolicy: 'Ignore', reinvocationPolicy: 'Never' },
        matchConstraints: {
          resourceRules: [
            {
              ...{ apiGroups: ['payments.example.com'], apiVersions: ['*'] },
              ...{ operations: ['CREATE'], resources: ['refunds'] },
            },
          ],
        },
        mutations: [
          {
            patchType: 'ApplyConfiguration',
            applyConfiguration: {
              expression: 'Object{metadata: Object.metadata{labels: {"team": "payments"}}}',
            },
          },
        ],
      },
    },
  },
  {
    resource: `mutatingadmissionpolicybindings.${ADMISSION}`,
    name: 'refund-team',
    fields: { spec: { policyName: 'refund-team' } },
  },
  {
    resource: `clustertrustbundles.${CERTIFICATES}`,
    name: 'payments',
    fields: { spec: { trustBundle: AUTHORITY } },
  },
  {
    resource: `podcertificaterequests.${CERTIFICATES}`,
    name: 'gateway',
    namespace: 'payments',
    fields: {
      spec: {
        ...{ signerName: 'example.com/service', podName: 'gateway', podUID: 'gateway', nodeName: 'node-1' },
        ...{ nodeUID: 'node-1', serviceAccountName: 'default', serviceAccountUID: 'default' },
        ...{ maxExpirationSeconds: 86_400, stubPKCS10Request: REQUEST },
      },
    },
  },
  {
    resource: 'storageversionmigrations.v1.storagemigration.k8s.io',
    name: 'refunds',
    fields: { spec: { resource: { group: 'payments.example.com', resource: 'refunds' } } },
  },
];
