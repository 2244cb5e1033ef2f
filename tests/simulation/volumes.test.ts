import { setMaxListeners } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { ApiServer } from '@lanthorn/apiserver/requests/api-server.ts';
import { MASTERS_GROUP } from '@lanthorn/apiserver/wire/user-info.ts';
import { asArray, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { silentLogger } from '@lanthorn/base/logger.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { startControllers } from '@lanthorn/controllers/controller-manager.ts';
import { readBody } from '@lanthorn/kube/api/api-request.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';

// Claims, volumes and the pods that wait for them, on the embedded cluster.

const stops: AbortController[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop.abort();
});

const CLAIMS = '/api/v1/namespaces/default/persistentvolumeclaims';
const VOLUMES = '/api/v1/persistentvolumes';
const PODS = '/api/v1/namespaces/default/pods';
const CLASSES = '/apis/storage.k8s.io/v1/storageclasses';

async function startCluster() {
  const clock = new FakeClock();
  const random = seededRandom(1);
  const server = new ApiServer({ clock, random });
  const stop = new AbortController();
  // Every controller and watch listens for the end.
  setMaxListeners(0, stop.signal);
  stops.push(stop);
  const source = server.as({ username: 'admin', groups: [MASTERS_GROUP] });
  server.kubelet = await startControllers({ source, clock, random, logger: silentLogger, signal: stop.signal });
  for (const name of ['a', 'b'])
    server.load('nodes.v1.', {
      metadata: { name, uid: name, labels: { 'kubernetes.io/hostname': name } },
      status: { allocatable: { cpu: '10', pods: '3' }, conditions: [{ type: 'Ready', status: 'True' }] },
    });
  const send = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: JsonObject) => {
    const headers = { 'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json' };
    const response = await source.send({
      method,
      path,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: JSON.parse(await readBody(response)) as JsonObject };
  };
  const pass = async (seconds: number) => {
    for (let second = 0; second < seconds; second++) await clock.advance(1_000);
  };
  const read = async (path: string, ...field: string[]) => getPath((await send('GET', path)).body, ...field);
  const names = async (path: string) =>
    asArray(await read(path, 'items')).map(item => asString(getPath(item, 'metadata', 'name')));
  const reasons = async () =>
    asArray(await read('/api/v1/namespaces/default/events', 'items')).map(event => asString(asObject(event)['reason']));
  return { send, pass, read, names, reasons };
}

const storageClass = (name: string, rest: JsonObject = {}, annotations: JsonObject = {}) => ({
  metadata: { name, annotations },
  provisioner: 'storage.example.com',
  ...rest,
});
const claim = (name: string, spec: JsonObject = {}) => ({
  metadata: { name },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...spec },
});
const volume = (name: string, spec: JsonObject = {}) => ({
  metadata: { name },
  spec: {
    capacity: { storage: '5Gi' },
    accessModes: ['ReadWriteOnce'],
    storageClassName: 'static',
    hostPath: { path: '/tmp/x' },
    ...spec,
  },
});
const podWith = (name: string, claimName: string) => ({
  metadata: { name },
  spec: {
    containers: [{ name: 'main', image: 'registry.example/app:1' }],
    volumes: [{ name: 'data', persistentVolumeClaim: { claimName } }],
  },
});

test('[AS13] a claim of a class with a provisioner gets a volume of its own, and both are bound', async () => {
  const { send, pass, read, names, reasons } = await startCluster();
  await send('POST', CLASSES, storageClass('fast'));
  for (const name of ['one', 'two', 'three']) await send('POST', CLAIMS, claim(name, { storageClassName: 'fast' }));
  await pass(2);
  for (const name of ['one', 'two', 'three']) expect(await read(`${CLAIMS}/${name}`, 'status', 'phase')).toBe('Bound');
  expect(await names(VOLUMES)).toHaveLength(3);
  const [first = ''] = await names(VOLUMES);
  expect(await read(`${VOLUMES}/${first}`, 'status', 'phase')).toBe('Bound');
  expect(await reasons()).toEqual(expect.arrayContaining(['ExternalProvisioning', 'ProvisioningSucceeded']));
  await pass(60);
  expect(await names(VOLUMES)).toHaveLength(3);
});

test('[AS13] with its claim goes a volume that was made for it; one that is kept is released', async () => {
  const { send, pass, read, names } = await startCluster();
  await send('POST', CLASSES, storageClass('fast'));
  await send('POST', CLASSES, storageClass('kept', { reclaimPolicy: 'Retain' }));
  for (const name of ['fast', 'kept']) await send('POST', CLAIMS, claim(name, { storageClassName: name }));
  await pass(2);
  for (const name of ['fast', 'kept']) await send('DELETE', `${CLAIMS}/${name}`);
  await pass(2);
  expect(await names(CLAIMS)).toEqual([]);
  const [left = '', ...more] = await names(VOLUMES);
  expect(more).toEqual([]);
  expect(await read(`${VOLUMES}/${left}`, 'spec', 'storageClassName')).toBe('kept');
  expect(await read(`${VOLUMES}/${left}`, 'status', 'phase')).toBe('Released');
});

test('[AS13] a claim takes the smallest of the volumes that are large enough, and only that', async () => {
  const { send, pass, read } = await startCluster();
  for (const [name, storage] of [
    ['large', '9Gi'],
    ['small', '2Gi'],
    ['tiny', '100Mi'],
  ] as const)
    await send('POST', VOLUMES, volume(name, { capacity: { storage } }));
  await send('POST', CLAIMS, claim('one', { storageClassName: 'static' }));
  await pass(120);
  expect(await read(`${CLAIMS}/one`, 'spec', 'volumeName')).toBe('small');
  expect(await read(`${CLAIMS}/one`, 'status', 'phase')).toBe('Bound');
  for (const [name, phase] of [
    ['large', 'Available'],
    ['small', 'Bound'],
    ['tiny', 'Available'],
  ] as const)
    expect(await read(`${VOLUMES}/${name}`, 'status', 'phase')).toBe(phase);
});

test('[AS13] a claim that waits for its first consumer is bound with the pod, where the pod runs', async () => {
  const { send, pass, read, reasons } = await startCluster();
  await send('POST', CLASSES, storageClass('late', { volumeBindingMode: 'WaitForFirstConsumer' }));
  await send('POST', CLAIMS, claim('data', { storageClassName: 'late' }));
  await pass(5);
  expect(await read(`${CLAIMS}/data`, 'status', 'phase')).toBe('Pending');
  expect(await reasons()).toContain('WaitForFirstConsumer');
  await send('POST', PODS, podWith('app', 'data'));
  await pass(10);
  expect(await read(`${CLAIMS}/data`, 'status', 'phase')).toBe('Bound');
  const node = await read(`${PODS}/app`, 'spec', 'nodeName');
  expect(await read(`${CLAIMS}/data`, 'metadata', 'annotations', 'volume.kubernetes.io/selected-node')).toBe(node);
  expect(await read(`${PODS}/app`, 'status', 'phase')).toBe('Running');
});

test('[AS13] a volume that one node reaches brings the pod there', async () => {
  const { send, pass, read } = await startCluster();
  const rest = { provisioner: 'kubernetes.io/no-provisioner', volumeBindingMode: 'WaitForFirstConsumer' };
  await send('POST', CLASSES, storageClass('local', rest));
  const matchExpressions = [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['b'] }];
  const nodeAffinity = { required: { nodeSelectorTerms: [{ matchExpressions }] } };
  await send('POST', VOLUMES, volume('disk', { storageClassName: 'local', nodeAffinity }));
  await send('POST', CLAIMS, claim('data', { storageClassName: 'local' }));
  await send('POST', PODS, podWith('app', 'data'));
  await pass(10);
  expect(await read(`${PODS}/app`, 'spec', 'nodeName')).toBe('b');
  expect(await read(`${CLAIMS}/data`, 'spec', 'volumeName')).toBe('disk');
});

test('[AS13] a claim without a class gets the default one, also when that comes later', async () => {
  const { send, pass, read } = await startCluster();
  await send('POST', CLAIMS, claim('before'));
  await send('POST', CLAIMS, claim('none', { storageClassName: '' }));
  await pass(2);
  expect(await read(`${CLAIMS}/before`, 'status', 'phase')).toBe('Pending');
  await send(
    'POST',
    CLASSES,
    storageClass('standard', { allowVolumeExpansion: true }, { 'storageclass.kubernetes.io/is-default-class': 'true' }),
  );
  await send('POST', CLAIMS, claim('after'));
  await pass(2);
  for (const name of ['before', 'after']) {
    expect(await read(`${CLAIMS}/${name}`, 'spec', 'storageClassName')).toBe('standard');
    expect(await read(`${CLAIMS}/${name}`, 'status', 'phase')).toBe('Bound');
  }
  expect(await read(`${CLAIMS}/none`, 'status', 'phase')).toBe('Pending');
});

test('[AS13] a claim grows where its class allows it, and its volume with it', async () => {
  const { send, pass, read } = await startCluster();
  await send('POST', CLASSES, storageClass('grows', { allowVolumeExpansion: true }));
  await send('POST', CLASSES, storageClass('stays'));
  for (const name of ['grows', 'stays']) await send('POST', CLAIMS, claim(name, { storageClassName: name }));
  const larger = { spec: { resources: { requests: { storage: '3Gi' } } } };
  expect((await send('PATCH', `${CLAIMS}/grows`, larger)).status).toBe(422);
  await pass(2);
  expect((await send('PATCH', `${CLAIMS}/stays`, larger)).status).toBe(403);
  expect((await send('PATCH', `${CLAIMS}/grows`, larger)).status).toBe(200);
  await pass(2);
  expect(await read(`${CLAIMS}/grows`, 'status', 'capacity', 'storage')).toBe('3Gi');
  const name = asString(await read(`${CLAIMS}/grows`, 'spec', 'volumeName'));
  expect(await read(`${VOLUMES}/${name}`, 'spec', 'capacity', 'storage')).toBe('3Gi');
});

test('[AS13] a claim that pods bring with them is made, and goes with the pod', async () => {
  const { send, pass, names, read } = await startCluster();
  await send('POST', CLASSES, storageClass('fast'));
  const volumeClaimTemplate = { spec: claim('', { storageClassName: 'fast' }).spec };
  await send('POST', PODS, {
    metadata: { name: 'app' },
    spec: {
      containers: [{ name: 'main', image: 'registry.example/app:1' }],
      volumes: [{ name: 'scratch', ephemeral: { volumeClaimTemplate } }],
    },
  });
  await pass(10);
  expect(await names(CLAIMS)).toEqual(['app-scratch']);
  expect(await read(`${PODS}/app`, 'status', 'phase')).toBe('Running');
  await send('DELETE', `${PODS}/app`);
  await pass(60);
  expect(await names(CLAIMS)).toEqual([]);
});

test('[AS13] no node takes more pods than it says, and pods of one owner are spread', async () => {
  const { send, pass, read } = await startCluster();
  const labels = { app: 'web' };
  await send('POST', '/apis/apps/v1/namespaces/default/deployments', {
    metadata: { name: 'web' },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'registry.example/app:1' }] } },
    },
  });
  await pass(10);
  const nodesOf = async () => asArray(await read(PODS, 'items')).map(pod => asString(getPath(pod, 'spec', 'nodeName')));
  expect((await nodesOf()).toSorted()).toEqual(['a', 'b']);
  await send('PATCH', '/apis/apps/v1/namespaces/default/deployments/web', { spec: { replicas: 8 } });
  await pass(10);
  expect((await nodesOf()).toSorted()).toEqual(['', '', 'a', 'a', 'a', 'b', 'b', 'b']);
});
