// A program as others write it with @kubernetes/client-node: it does what programs do with a cluster, and says of each thing whether it went well.
// usage: node main.mjs KUBECONFIG NAMESPACE POD   (the pod runs, and listens on 8080)
import { connect, createServer } from 'node:net';
import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  ApiException,
  ApisApi,
  AppsV1Api,
  Attach,
  BatchV1Api,
  CoreV1Api,
  Exec,
  KubeConfig,
  KubernetesObjectApi,
  Log,
  makeInformer,
  PatchStrategy,
  PortForward,
  setHeaderOptions,
  Watch,
} from '@kubernetes/client-node';

const [, , kubeconfig = '', namespace = '', pod = ''] = process.argv;
const WAIT_MS = 15_000;

const config = new KubeConfig();
config.loadFromFile(kubeconfig);
const core = config.makeApiClient(CoreV1Api);

function expect(isSo, what) {
  if (!isSo) throw new Error(what);
}

async function eventually(isSo, what) {
  for (const end = Date.now() + WAIT_MS; Date.now() < end; await sleep(50)) if (await isSo()) return;
  throw new Error(`never: ${what}`);
}

/** What stood in the error of an API call. */
async function refusalOf(call) {
  try {
    await call();
  } catch (error) {
    if (error instanceof ApiException) return { code: error.code, body: JSON.parse(error.body) };
    throw error;
  }
  throw new Error('it was not refused');
}

/** Text that a stream was given. */
function collected() {
  const stream = new PassThrough();
  const text = { stream, value: '' };
  stream.on('data', chunk => (text.value += chunk));
  return text;
}

async function list() {
  const namespaces = (await core.listNamespace()).items.map(({ metadata }) => metadata.name);
  expect(namespaces.includes(namespace), `no ${namespace} among ${namespaces}`);
  const { items, metadata } = await core.listNamespacedPod({ namespace, limit: 1 });
  expect(items.length === 1 && metadata.resourceVersion !== undefined, 'a page of one');
  const [own] = items;
  expect(own.metadata.creationTimestamp instanceof Date, 'its time is a date');
  expect(own.spec.containers[0].ports[0].containerPort === 8080, 'its port is a number');
}

async function write() {
  const name = 'client-node';
  const apps = config.makeApiClient(AppsV1Api);
  const labels = { app: name };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'registry.example/one:1' }] } };
  const body = { metadata: { name }, spec: { replicas: 1, selector: { matchLabels: labels }, template } };
  await apps.createNamespacedDeployment({ namespace, body });
  const read = () => apps.readNamespacedDeployment({ name, namespace });
  await eventually(async () => (await read()).status?.readyReplicas === 1, 'one is ready');
  await apps.patchNamespacedDeployment(
    { name, namespace, body: [{ op: 'replace', path: '/spec/replicas', value: 2 }] },
    setHeaderOptions('Content-Type', PatchStrategy.JsonPatch),
  );
  await eventually(async () => (await read()).status?.readyReplicas === 2, 'two are ready');
  const scale = await apps.readNamespacedDeploymentScale({ name, namespace });
  expect(scale.status.selector === `app=${name}`, `selector ${scale.status.selector}`);
  scale.spec.replicas = 0;
  await apps.replaceNamespacedDeploymentScale({ name, namespace, body: scale });
  await eventually(async () => (await read()).status?.replicas === undefined, 'none is left');
  await apps.deleteNamespacedDeployment({ name, namespace, propagationPolicy: 'Foreground' });
  await eventually(async () => (await apps.listNamespacedDeployment({ namespace })).items.length === 0, 'it is gone');
}

async function apply() {
  const objects = KubernetesObjectApi.makeApiClient(config);
  const target = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'applied', namespace } };
  const applyAs = (manager, data, force) =>
    objects.patch({ ...target, data }, undefined, undefined, manager, force, PatchStrategy.ServerSideApply);
  await applyAs('one', { a: '1' });
  const refusal = await refusalOf(() => applyAs('two', { a: '2' }));
  expect(refusal.code === 409 && /conflict/.test(refusal.body.message), `refused: ${JSON.stringify(refusal)}`);
  const { data, metadata } = await applyAs('two', { a: '2' }, true);
  expect(data.a === '2' && metadata.managedFields.length === 1, JSON.stringify({ data, metadata }));
  await objects.delete(target);
}

async function informer() {
  const path = `/api/v1/namespaces/${namespace}/configmaps`;
  const selector = 'kept=yes';
  const own = makeInformer(
    config,
    path,
    () => core.listNamespacedConfigMap({ namespace, labelSelector: selector }),
    selector,
  );
  const seen = [];
  for (const verb of ['add', 'update', 'delete']) own.on(verb, ({ metadata }) => seen.push(`${verb} ${metadata.name}`));
  const onError = error => seen.push(`error ${error}`);
  own.on('error', onError);
  await own.start();
  const name = 'watched';
  const labels = { kept: 'yes' };
  await core.createNamespacedConfigMap({ namespace, body: { metadata: { name, labels } } });
  await core.createNamespacedConfigMap({ namespace, body: { metadata: { name: 'other' } } });
  await core.replaceNamespacedConfigMap({ name, namespace, body: { metadata: { name, labels }, data: { a: '1' } } });
  await core.deleteNamespacedConfigMap({ name, namespace });
  await core.deleteNamespacedConfigMap({ name: 'other', namespace });
  const wanted = [`add ${name}`, `update ${name}`, `delete ${name}`].join();
  await eventually(() => seen.length >= 3, `three events, not ${seen.join()}`);
  expect(seen.join() === wanted, seen.join());
  // It takes its own end for an error.
  own.off('error', onError);
  await own.stop();
}

async function watchEnds() {
  const expired = [];
  const ended = new Promise(resolve => {
    new Watch(config).watch(
      '/api/v1/pods',
      { resourceVersion: '1', timeoutSeconds: 2 },
      (type, object) => expired.push([type, object.code]),
      resolve,
    );
  });
  await Promise.race([ended, sleep(WAIT_MS)]);
  const isWhole = expired.every(([type, code]) => type !== 'ERROR' || code === 410);
  expect(isWhole, JSON.stringify(expired.slice(0, 3)));
}

async function exec() {
  const out = collected();
  const errors = collected();
  const input = new PassThrough();
  const status = await new Promise((resolve, reject) => {
    new Exec(config)
      .exec(
        namespace,
        pod,
        'main',
        ['sh', '-c', 'cat; echo bad >&2; exit 3'],
        out.stream,
        errors.stream,
        input,
        false,
        resolve,
      )
      .catch(reject);
    input.write('said\n');
    // The library ends no input; the shell reads one line and ends by it.
    input.end();
    setTimeout(() => reject(new Error(`no end: ${out.value} ${errors.value}`)), WAIT_MS).unref();
  });
  expect(out.value === 'said\n' && errors.value === 'bad\n', JSON.stringify([out.value, errors.value]));
  const code = status.details?.causes?.find(({ reason }) => reason === 'ExitCode')?.message;
  expect(status.status === 'Failure' && code === '3', JSON.stringify(status));
}

async function attach() {
  const out = collected();
  const socket = await new Attach(config).attach(namespace, pod, 'main', out.stream, null, null, false);
  expect(socket.protocol.endsWith('channel.k8s.io'), socket.protocol);
  socket.close();
}

async function forward() {
  const answer = await new Promise((resolve, reject) => {
    const server = createServer(socket => {
      // The library goes on writing to it when its reader has left.
      socket.on('error', () => {});
      new PortForward(config).portForward(namespace, pod, [8080], socket, null, socket).catch(reject);
    });
    server.listen(0, '127.0.0.1', () => {
      let text = '';
      const client = connect(server.address().port, '127.0.0.1');
      client.write('GET / HTTP/1.1\r\nHost: one\r\nConnection: close\r\n\r\n');
      client.on('data', chunk => {
        text += chunk;
        if (!text.includes('\r\n\r\n')) return;
        client.destroy();
        server.close();
        resolve(text);
      });
      setTimeout(() => reject(new Error(`no answer: ${text}`)), WAIT_MS).unref();
    });
  });
  expect(answer.startsWith('HTTP/1.1 '), answer);
}

async function log() {
  const out = collected();
  await new Log(config).log(namespace, pod, 'main', out.stream, { tailLines: 5, timestamps: true });
  const whole = await core.readNamespacedPodLog({ name: pod, namespace, container: 'main' });
  await sleep(500);
  expect(
    typeof whole === 'string' && /^\d{4}-|^$/.test(out.value),
    JSON.stringify([whole.slice(0, 80), out.value.slice(0, 80)]),
  );
}

async function refusals() {
  const missing = await refusalOf(() => core.readNamespacedPod({ name: 'nobody', namespace }));
  expect(missing.code === 404 && missing.body.reason === 'NotFound', JSON.stringify(missing));
  const body = { metadata: { name: 'Not A Name' } };
  const invalid = await refusalOf(() => core.createNamespacedConfigMap({ namespace, body }));
  expect(invalid.code === 422 && invalid.body.details.causes.length > 0, JSON.stringify(invalid));
}

async function evict() {
  const name = 'evicted';
  const spec = { containers: [{ name: 'main', image: 'registry.example/one:1' }], terminationGracePeriodSeconds: 0 };
  await core.createNamespacedPod({ namespace, body: { metadata: { name }, spec } });
  await core.createNamespacedPodEviction({ name, namespace, body: { metadata: { name } } });
  const isGone = async () =>
    (await core.listNamespacedPod({ namespace })).items.every(({ metadata }) => metadata.name !== name);
  await eventually(isGone, 'it is gone');
}

async function cronJob() {
  const batch = config.makeApiClient(BatchV1Api);
  const name = 'by-hand';
  const podSpec = { restartPolicy: 'Never', containers: [{ name: 'main', image: 'registry.example/one:1' }] };
  const jobTemplate = { spec: { template: { spec: podSpec } } };
  const made = await batch.createNamespacedCronJob({
    namespace,
    body: { metadata: { name }, spec: { schedule: '0 0 1 1 *', suspend: true, jobTemplate } },
  });
  const owner = { apiVersion: 'batch/v1', kind: 'CronJob', name, uid: made.metadata.uid, controller: true };
  await batch.createNamespacedJob({
    namespace,
    body: { metadata: { name: `${name}-1`, ownerReferences: [owner] }, spec: made.spec.jobTemplate.spec },
  });
  await eventually(async () => (await batch.listNamespacedJob({ namespace })).items.length === 1, 'its Job is there');
  await batch.deleteNamespacedCronJob({ name, namespace, propagationPolicy: 'Background' });
  await eventually(
    async () => (await batch.listNamespacedJob({ namespace })).items.length === 0,
    'its Job goes with it',
  );
}

async function discovery() {
  const { groups } = await config.makeApiClient(ApisApi).getAPIVersions();
  expect(
    groups.some(({ name }) => name === 'batch'),
    groups.map(({ name }) => name).join(),
  );
  const { resources } = await core.getAPIResources();
  expect(
    resources.some(({ name }) => name === 'pods/exec'),
    'pods/exec is a resource',
  );
}

const STEPS = {
  'lists are read, with numbers and times as they are': list,
  'a Deployment is made, patched, scaled and deleted': write,
  'server-side apply names its conflict, and takes over when told': apply,
  'an informer sees what a selector chooses come, change and go': informer,
  'a watch from a forgotten version ends in order': watchEnds,
  'a command runs, with its input, both outputs and its exit code': exec,
  'a container is attached to': attach,
  'a port is forwarded': forward,
  'a log is read': log,
  'a refusal is told by its reason': refusals,
  'a pod is evicted': evict,
  'a CronJob is run by hand, and its Job goes with it': cronJob,
  'kinds are found by discovery': discovery,
};

for (const [name, step] of Object.entries(STEPS)) {
  try {
    await step();
    console.log(`ok ${name}`);
  } catch (error) {
    const why = error instanceof ApiException ? `${error.code} ${error.body}` : (error.stack ?? error);
    console.log(`FAILED ${name}: ${why}`);
  }
}
process.exit(0);
