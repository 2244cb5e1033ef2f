import { type ColumnsOfKinds } from './test-columns.ts';

/** What programs read, and what makes pods without a page of its own. */
export const CONFIG_COLUMNS: ColumnsOfKinds = {
  configmaps: {
    object: { immutable: true, data: { 'player.lives': '3' }, binaryData: { logo: 'AAAA' } },
    cells: { data: 2, keys: 'player.lives, logo', immutable: true },
    bare: { data: 0, immutable: false },
    facets: ['immutable'],
    types: { data: 'number', immutable: 'boolean' },
    sections: ['dataKeys', 'editKeys', 'dataReaders'],
  },
  secrets: {
    object: { immutable: true, type: 'kubernetes.io/tls', data: { 'tls.crt': 'AA==', 'tls.key': 'AA==' } },
    cells: { type: 'kubernetes.io/tls', data: 2, keys: 'tls.crt, tls.key', immutable: true },
    bare: { data: 0, immutable: false },
    facets: ['type', 'immutable'],
    types: { data: 'number', immutable: 'boolean' },
    sections: ['dataKeys', 'editSecretKeys', 'dataReaders'],
  },
  replicasets: {
    object: {
      metadata: {
        ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'u', controller: true }],
        annotations: { 'deployment.kubernetes.io/revision': '4' },
      },
      spec: {
        replicas: 3,
        selector: { matchLabels: { tier: 'frontend' } },
        template: { spec: { containers: [{ name: 'php', image: 'gb-frontend:v5' }] } },
      },
      status: { replicas: 3, readyReplicas: 2, availableReplicas: 1 },
    },
    cells: {
      status: { status: 'Unavailable', tone: 'warning' },
      desired: 3,
      current: 3,
      readyCount: 2,
      owner: 'Deployment/web',
      images: 'gb-frontend:v5',
      revision: 4,
      selector: 'tier=frontend',
      why: null,
      since: null,
    },
    bare: { status: { status: 'Unavailable', tone: 'warning' }, desired: 0, current: 0, readyCount: 0, images: '' },
    facets: ['status'],
    hidden: ['revision', 'selector', 'why', 'since'],
    types: {
      status: 'status',
      desired: 'number',
      current: 'number',
      readyCount: 'number',
      owner: 'owner',
      revision: 'number',
      since: 'time',
    },
    leads: { owner: 'apps/v1 Deployment n/web' },
    sections: ['selectedPods', 'containers', 'podSettings'],
  },
  replicationcontrollers: {
    object: {
      spec: {
        replicas: 3,
        selector: { app: 'nginx' },
        template: { spec: { containers: [{ name: 'nginx', image: 'nginx' }] } },
      },
      status: { replicas: 3, readyReplicas: 3, availableReplicas: 3 },
    },
    cells: {
      status: { status: 'Available', tone: 'ok' },
      desired: 3,
      current: 3,
      readyCount: 3,
      images: 'nginx',
      selector: 'app=nginx',
      why: null,
      since: null,
    },
    bare: {
      status: { status: 'Unavailable', tone: 'warning' },
      desired: 0,
      current: 0,
      readyCount: 0,
      images: '',
      selector: '*',
    },
    facets: ['status'],
    hidden: ['selector', 'why', 'since'],
    types: { status: 'status', desired: 'number', current: 'number', readyCount: 'number', since: 'time' },
    sections: ['containers', 'podSettings'],
  },
  controllerrevisions: {
    object: {
      metadata: {
        ownerReferences: [{ apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'db', uid: 'u', controller: true }],
      },
      revision: 7,
      data: { spec: { template: { spec: { containers: [{ name: 'db', image: 'postgres:18' }] } } } },
    },
    cells: { owner: 'StatefulSet/db', revision: 7, images: 'postgres:18' },
    bare: { revision: 0, images: '' },
    hidden: ['images'],
    types: { owner: 'owner', revision: 'number' },
    leads: { owner: 'apps/v1 StatefulSet n/db' },
  },
  podtemplates: {
    object: {
      template: { metadata: { labels: { app: 'nginx' } }, spec: { containers: [{ name: 'nginx', image: 'nginx:1' }] } },
    },
    cells: { containers: 'nginx', images: 'nginx:1', podLabels: 'app=nginx' },
    bare: { podLabels: '*' },
  },
};
