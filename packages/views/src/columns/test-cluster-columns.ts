import { at, time, type ColumnsOfKinds } from './test-columns.ts';

/** Devices, definitions of kinds and what serves them. */
export const CLUSTER_COLUMNS: ColumnsOfKinds = {
  leases: {
    object: {
      spec: {
        holderIdentity: 'node-1',
        leaseDurationSeconds: 40,
        leaseTransitions: 3,
        renewTime: '2026-11-23T09:00:00.000000Z',
      },
    },
    cells: { holder: 'node-1', renewed: at('09:00'), leaseDuration: 40000, transitions: 3 },
    bare: { transitions: 0 },
    types: { renewed: 'time', leaseDuration: 'duration', transitions: 'number' },
  },
  customresourcedefinitions: {
    object: {
      spec: {
        group: 'stable.example.com',
        scope: 'Namespaced',
        names: { kind: 'CronTab', plural: 'crontabs', shortNames: ['ct', 'cron'], categories: ['all'] },
        versions: [
          { name: 'v1', served: true, storage: true },
          { name: 'v1beta1', served: true, storage: false },
        ],
      },
      status: {
        conditions: [
          { type: 'NamesAccepted', status: 'True' },
          { type: 'Established', status: 'True' },
        ],
      },
    },
    cells: {
      status: { status: 'Established', tone: 'ok' },
      definedKind: 'CronTab',
      apiGroup: 'stable.example.com',
      scope: 'Namespaced',
      versions: 'v1(storage),v1beta1',
      shortNames: 'ct,cron',
      categories: 'all',
      why: null,
      since: null,
    },
    bare: { status: { status: 'Installing', tone: 'active' } },
    sections: ['definition', 'conditions'],
    facets: ['status', 'apiGroup', 'scope'],
    hidden: ['categories', 'why', 'since'],
    types: { status: 'status', since: 'time' },
  },
  apiservices: {
    object: {
      spec: {
        group: 'metrics.k8s.io',
        version: 'v1beta1',
        groupPriorityMinimum: 100,
        versionPriority: 200,
        insecureSkipTLSVerify: true,
        service: { namespace: 'kube-system', name: 'metrics-server' },
      },
      status: {
        conditions: [
          {
            type: 'Available',
            status: 'False',
            reason: 'MissingEndpoints',
            message: 'no addresses',
            lastTransitionTime: time('09:00'),
          },
        ],
      },
    },
    cells: {
      status: { status: 'MissingEndpoints', tone: 'bad' },
      service: 'kube-system/metrics-server',
      groupPriority: 100,
      versionPriority: 200,
      insecure: true,
      why: 'MissingEndpoints: no addresses',
      since: at('09:00'),
    },
    bare: { status: { status: 'Unknown', tone: 'muted' }, insecure: false },
    facets: ['status'],
    hidden: ['why', 'since'],
    types: { status: 'status', groupPriority: 'number', versionPriority: 'number', insecure: 'boolean', since: 'time' },
    leads: { service: 'v1 Service kube-system/metrics-server' },
  },
  storageversionmigrations: {
    object: {
      spec: { resource: { group: 'apps', resource: 'deployments' } },
      status: {
        conditions: [
          { type: 'Running', status: 'True' },
          { type: 'Succeeded', status: 'True' },
        ],
      },
    },
    cells: { status: { status: 'Succeeded', tone: 'ok' }, migrates: 'deployments.apps', why: null, since: null },
    bare: { status: { status: 'Unknown', tone: 'muted' }, migrates: '' },
    facets: ['status'],
    hidden: ['why', 'since'],
    types: { status: 'status', since: 'time' },
  },
  resourceclaims: {
    object: {
      metadata: { ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'web-1', uid: 'u', controller: true }] },
      spec: {
        devices: {
          requests: [
            { exactly: { deviceClassName: 'gpu' } },
            { firstAvailable: [{ deviceClassName: 'gpu' }, { deviceClassName: 'tpu' }] },
          ],
        },
      },
      status: {
        allocation: { devices: { results: [{ driver: 'gpu.example', pool: 'node-1', device: 'gpu-0' }] } },
        reservedFor: [{ resource: 'pods', name: 'web-1' }],
      },
    },
    cells: {
      status: { status: 'allocated,reserved', tone: 'ok' },
      deviceClasses: 'gpu, tpu',
      devices: 'gpu.example/node-1/gpu-0',
      reservedFor: 'pods/web-1',
      owner: 'Pod/web-1',
    },
    bare: { status: { status: 'pending', tone: 'warning' } },
    facets: ['status'],
    types: { status: 'status', owner: 'owner' },
    leads: { owner: 'v1 Pod n/web-1' },
  },
  resourceclaimtemplates: {
    object: { spec: { spec: { devices: { requests: [{ exactly: { deviceClassName: 'gpu' } }] } } } },
    cells: { deviceClasses: 'gpu' },
  },
  deviceclasses: {
    object: {
      spec: {
        extendedResourceName: 'example.com/gpu',
        selectors: [{ cel: { expression: 'device.driver == "gpu.example"' } }],
      },
    },
    cells: { selectors: 'device.driver == "gpu.example"', extendedResource: 'example.com/gpu' },
  },
  resourceslices: {
    object: {
      spec: {
        nodeName: 'node-1',
        driver: 'gpu.example',
        pool: { name: 'node-1' },
        devices: [{ name: 'gpu-0' }, { name: 'gpu-1' }],
      },
    },
    cells: { node: 'node-1', driver: 'gpu.example', pool: 'node-1', deviceCount: 2 },
    bare: { deviceCount: 0 },
    facets: ['node', 'driver'],
    types: { deviceCount: 'number' },
    leads: { node: 'v1 Node node-1' },
  },
  devicetaintrules: {
    object: {
      spec: {
        deviceSelector: { driver: 'gpu.example', pool: 'node-1', device: 'gpu-0' },
        taint: { key: 'example.com/broken', value: 'yes', effect: 'NoExecute', timeAdded: time('09:00') },
      },
      status: { conditions: [{ type: 'EvictionInProgress', status: 'True' }] },
    },
    cells: {
      status: { status: 'EvictionInProgress', tone: 'active' },
      taint: 'example.com/broken=yes:NoExecute',
      devices: 'gpu.example/node-1/gpu-0',
      since: at('09:00'),
    },
    bare: { status: { status: 'Active', tone: 'ok' }, taint: '' },
    facets: ['status'],
    types: { status: 'status', since: 'time' },
  },
};
