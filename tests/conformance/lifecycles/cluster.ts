import { asArray, asObject, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { Scenario } from '../scenario.ts';
import { conditions, count, Life, template } from './life.ts';

const DEPLOYMENTS = 'deployments@apps/v1';
const REPLICASETS = 'replicasets@apps/v1';
const BUDGETS = 'poddisruptionbudgets@policy/v1';
const SLICES = 'endpointslices@discovery.k8s.io/v1';

function deployment(name: string, replicas = 1): JsonObject {
  const labels = { app: name };
  return { metadata: { name }, spec: { replicas, selector: { matchLabels: labels }, template: template({ labels }) } };
}

const isAvailable = (wanted: number) => (object: JsonObject) => count(object, 'status', 'availableReplicas') === wanted;

/** What goes with its owner, what stays, and what waits. */
export const GARBAGE_COLLECTION: Scenario = {
  name: 'garbage-collection',
  run: async stage => {
    const life = new Life(stage);
    for (const name of ['background', 'foreground', 'orphans']) await life.create(DEPLOYMENTS, deployment(name));
    for (const name of ['background', 'foreground', 'orphans']) await life.until(DEPLOYMENTS, name, isAvailable(1));
    await life.delete(DEPLOYMENTS, 'background', 'Background');
    await life.untilGone(DEPLOYMENTS, 'background');
    await life.untilList(REPLICASETS, sets => !sets.some(({ metadata }) => metadata.labels?.['app'] === 'background'));
    await life.delete(DEPLOYMENTS, 'foreground', 'Foreground');
    await life.untilGone(DEPLOYMENTS, 'foreground');
    const left = await life.list('pods', 'app=foreground');
    life.look('foreground: what is left when the owner is gone', left.length);
    await life.delete(DEPLOYMENTS, 'orphans', 'Orphan');
    await life.untilGone(DEPLOYMENTS, 'orphans');
    const sets = await life.list(REPLICASETS);
    life.look(
      'owners of what was orphaned',
      sets.map(({ metadata }) => metadata.ownerReferences ?? null),
    );
    const owner = await life.create('configmaps', { metadata: { name: 'owner' } });
    const owned = (name: string, uid: unknown) => ({
      metadata: { name, ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid }] },
    });
    await life.create('secrets', owned('owned', getPath(owner, 'metadata', 'uid')));
    await life.create('secrets', owned('of-nobody', '11111111-2222-3333-4444-555555555555'));
    await life.untilGone('secrets', 'of-nobody');
    await life.showEvents('an owner that is none', 'Secret', 'of-nobody');
    await life.delete('configmaps', 'owner');
    await life.untilGone('secrets', 'owned');
    life.look('what a configmap owned is gone', true);
  },
};

/** A namespace that ends with all that is in it. */
export const NAMESPACES: Scenario = {
  name: 'namespaces',
  run: async ({ namespace, send, until, look }) => {
    const own = `${namespace}-x`;
    const path = `/api/v1/namespaces/${own}`;
    await until(
      { method: 'POST', path: '/api/v1/namespaces', body: { metadata: { name: own } } },
      ({ status }) => status === 201 || status === 409,
    );
    await until({ method: 'GET', path: `${path}/serviceaccounts/default` }, ({ status }) => status === 200);
    const maps = await until(
      { method: 'GET', path: `${path}/configmaps/kube-root-ca.crt` },
      ({ status }) => status === 200,
    );
    look('every namespace has the certificate of the cluster', {
      keys: Object.keys(asObject(maps['data'])),
      annotations: getPath(maps, 'metadata', 'annotations'),
    });
    const held = { metadata: { name: 'held', finalizers: ['example.com/hold'] } };
    await until(
      { method: 'POST', path: `${path}/configmaps`, body: held },
      ({ status }) => status === 201 || status === 409,
    );
    await until({ method: 'DELETE', path }, ({ status }) => status === 200);
    const waiting = await until({ method: 'GET', path }, ({ body }) =>
      conditions(body).some(
        entry => getPath(entry, 'type') === 'NamespaceFinalizersRemaining' && getPath(entry, 'status') === 'True',
      ),
    );
    look('waiting for a finalizer', conditions(waiting));
    await send('nothing new in it', {
      method: 'POST',
      path: `${path}/configmaps`,
      body: { metadata: { name: 'late' } },
    });
    const merge = {
      method: 'PATCH',
      type: 'application/merge-patch+json',
      body: { metadata: { finalizers: null } },
    } as const;
    await until({ ...merge, path: `${path}/configmaps/held` }, ({ status }) => status === 200);
    await until({ method: 'GET', path }, ({ status }) => status === 404);
    look('gone', true);
  },
};

/** What a namespace may use in all, and each of its containers. */
export const QUOTAS: Scenario = {
  name: 'quotas',
  run: async stage => {
    const life = new Life(stage);
    const { send } = stage;
    // Every namespace gets one, and it counts.
    await life.until('configmaps', 'kube-root-ca.crt', () => true);
    const pods = life.path('pods');
    const pod = (name: string, resources: JsonObject) => ({
      metadata: { name },
      spec: { containers: [{ name: 'main', image: 'i', resources }] },
    });
    await life.create('limitranges', {
      metadata: { name: 'range' },
      spec: {
        limits: [
          {
            type: 'Container',
            default: { cpu: '200m', memory: '64Mi' },
            defaultRequest: { cpu: '100m', memory: '32Mi' },
            max: { cpu: '1' },
            min: { memory: '8Mi' },
          },
        ],
      },
    });
    const ask = { method: 'POST', path: pods } as const;
    // The range counts a moment after it was made.
    await stage.until(
      { ...ask, query: { dryRun: 'All' }, body: pod('probe', { limits: { cpu: '2' } }) },
      ({ status }) => status === 403,
    );
    const filled = await send('limits are filled in', { ...ask, query: { dryRun: 'All' }, body: pod('filled', {}) });
    life.look('the annotation says so', getPath(filled, 'metadata', 'annotations'));
    await send('more than a container may', { ...ask, body: pod('big', { limits: { cpu: '2' } }) });
    await send('less than a container must', { ...ask, body: pod('small', { requests: { memory: '1Mi' } }) });
    await life.create('resourcequotas', {
      metadata: { name: 'quota' },
      spec: { hard: { pods: '2', 'requests.cpu': '300m', 'count/configmaps': '3', services: '1', secrets: '5' } },
    });
    const first = await life.until(
      'resourcequotas',
      'quota',
      object => getPath(object, 'status', 'used') !== undefined,
    );
    life.look('hard and used', first['status']);
    // Admission counts by a cache of its own: a pod that comes before the quota got there is not counted for minutes.
    const tooMuch = pod('zero', { requests: { cpu: '900m' }, limits: { cpu: '900m' } });
    await stage.until({ ...ask, query: { dryRun: 'All' }, body: tooMuch }, ({ status }) => status === 403);
    await life.create('pods', pod('one', {}));
    await life.until('resourcequotas', 'quota', object => getPath(object, 'status', 'used', 'pods') === '1');
    await send('more cpu than is left', {
      ...ask,
      body: pod('two', { requests: { cpu: '250m' }, limits: { cpu: '250m' } }),
    });
    await life.create('pods', pod('three', {}));
    await send('more pods than allowed', { ...ask, body: pod('four', { requests: { cpu: '10m' } }) });
    await life.create('configmaps', { metadata: { name: 'a' } });
    await life.create('configmaps', { metadata: { name: 'b' } });
    await send('more objects than allowed', {
      method: 'POST',
      path: life.path('configmaps'),
      body: { metadata: { name: 'c' } },
    });
    const used = await life.until(
      'resourcequotas',
      'quota',
      object => getPath(object, 'status', 'used', 'count/configmaps') === '3',
    );
    life.look('used', getPath(used, 'status', 'used'));
    await life.delete('configmaps', 'a');
    await life.until(
      'resourcequotas',
      'quota',
      object => getPath(object, 'status', 'used', 'count/configmaps') === '2',
    );
    life.look('what is deleted is given back', true);
  },
};

const port = (name: string, number: number, targetPort: unknown) => ({
  name,
  port: number,
  targetPort,
  protocol: 'TCP',
});

function sliceOf(slice: KubeObject): unknown {
  return {
    name: slice.metadata.name,
    labels: slice.metadata.labels,
    owner: slice.metadata.ownerReferences?.map(({ kind, name, controller }) => ({ kind, name, controller })),
    addressType: slice['addressType'],
    ports: slice['ports'],
    endpoints: asArray(slice['endpoints']).map(entry => {
      const { conditions: state, targetRef } = asObject(entry);
      return { state, target: getPath(targetRef, 'kind') };
    }),
  };
}

/** Endpoints of a service, and budgets for disruption. */
export const SERVICES: Scenario = {
  name: 'services',
  run: async stage => {
    const life = new Life(stage);
    const spec = { selector: { app: 'web' }, ports: [port('http', 80, 8080), port('named', 81, 'metrics')] };
    await life.create('services', { metadata: { name: 'web', labels: { team: 'a' } }, spec });
    await life.create('services', { metadata: { name: 'alone' }, spec: { ports: [port('http', 80, 8080)] } });
    await life.create(DEPLOYMENTS, deployment('web', 2));
    await life.until(DEPLOYMENTS, 'web', isAvailable(2));
    const isServing = (slices: readonly KubeObject[]) =>
      slices.some(
        slice =>
          asArray(slice['endpoints']).filter(entry => getPath(entry, 'conditions', 'ready') === true).length === 2,
      );
    const slices = await life.untilList(SLICES, isServing);
    life.look('slices', slices.map(sliceOf));
    const endpoints = await life.until('endpoints', 'web', object => asArray(object['subsets']).length > 0);
    const subset = asObject(asArray(endpoints['subsets'])[0]);
    life.look('endpoints', {
      labels: getPath(endpoints, 'metadata', 'labels'),
      ports: subset['ports'],
      addresses: asArray(subset['addresses']).length,
    });
    await life.create(BUDGETS, {
      metadata: { name: 'web' },
      spec: { minAvailable: 1, selector: { matchLabels: { app: 'web' } } },
    });
    const budget = await life.until(BUDGETS, 'web', object => count(object, 'status', 'currentHealthy') === 2);
    life.look('budget: counts', { ...asObject(budget['status']), conditions: null });
    life.look('budget: conditions', conditions(budget));
    const [first, second] = await life.list('pods');
    const evict = (pod: KubeObject | undefined, title: string) =>
      stage.send(title, {
        method: 'POST',
        path: `${life.path('pods', pod?.metadata.name)}/eviction`,
        body: { kind: 'Eviction', apiVersion: 'policy/v1', metadata: { name: pod?.metadata.name } },
      });
    await evict(first, 'an eviction that is allowed');
    await evict(second, 'an eviction too many');
    await life.patch(BUDGETS, 'web', { spec: { minAvailable: null, maxUnavailable: '50%' } });
    const shares = await life.until(
      BUDGETS,
      'web',
      object => count(object, 'status', 'observedGeneration') === 2 && count(object, 'status', 'currentHealthy') === 2,
    );
    life.look('budget by shares', {
      desired: count(shares, 'status', 'desiredHealthy'),
      expected: count(shares, 'status', 'expectedPods'),
      allowed: count(shares, 'status', 'disruptionsAllowed'),
    });
    await life.delete(DEPLOYMENTS, 'web');
    await life.untilList(SLICES, found => found.every(slice => asArray(slice['endpoints']).length === 0));
    life.look('a slice stays without endpoints', (await life.list(SLICES)).length);
    await life.delete('services', 'web');
    await life.untilList(SLICES, found => found.length === 0);
    await life.untilGone('endpoints', 'web');
    life.look('they go with their service', true);
  },
};

/** Claims and volumes find each other. */
export const VOLUMES: Scenario = {
  name: 'volumes',
  run: async stage => {
    const life = new Life(stage);
    const name = `${stage.namespace}-volume`;
    const volumes = '/api/v1/persistentvolumes';
    const storageClassName = stage.namespace;
    const volume = (suffix: string, storage: string, persistentVolumeReclaimPolicy: string) => ({
      metadata: { name: `${name}-${suffix}` },
      spec: {
        capacity: { storage },
        accessModes: ['ReadWriteOnce'],
        storageClassName,
        persistentVolumeReclaimPolicy,
        hostPath: { path: '/tmp/none' },
      },
    });
    const make = (body: unknown) =>
      stage.until({ method: 'POST', path: volumes, body }, ({ status }) => status === 201 || status === 409);
    await make(volume('small', '1Gi', 'Retain'));
    await make(volume('large', '5Gi', 'Retain'));
    const claim = (claimName: string, storage: string) => ({
      metadata: { name: claimName },
      spec: { accessModes: ['ReadWriteOnce'], storageClassName, resources: { requests: { storage } } },
    });
    await life.create('persistentvolumeclaims', claim('first', '500Mi'));
    const bound = await life.until(
      'persistentvolumeclaims',
      'first',
      object => getPath(object, 'status', 'phase') === 'Bound' && conditions(object).length > 0,
    );
    life.look('the smallest that is large enough', {
      volume: getPath(bound, 'spec', 'volumeName'),
      annotations: getPath(bound, 'metadata', 'annotations'),
      status: bound['status'],
    });
    const get = (suffix: string) => ({ method: 'GET', path: `${volumes}/${name}-${suffix}` }) as const;
    const taken = await stage.until(get('small'), ({ body }) => getPath(body, 'status', 'phase') === 'Bound');
    life.look('its volume', {
      claim: getPath(taken, 'spec', 'claimRef', 'name'),
      annotations: getPath(taken, 'metadata', 'annotations'),
    });
    await life.create('persistentvolumeclaims', claim('second', '9Gi'));
    await life.showEvents('too much', 'PersistentVolumeClaim', 'second');
    await life.show('it waits', 'persistentvolumeclaims', 'second', 'status');
    await life.delete('persistentvolumeclaims', 'first');
    const released = await stage.until(get('small'), ({ body }) => getPath(body, 'status', 'phase') === 'Released');
    life.look('released', getPath(released, 'spec', 'claimRef', 'name'));
    for (const suffix of ['small', 'large']) {
      await stage.until({ method: 'DELETE', path: `${volumes}/${name}-${suffix}` }, ({ status }) => status === 200);
      await stage.until(get(suffix), ({ status }) => status === 404);
    }
    life.look('volumes go when nobody uses them', true);
  },
};
