import { asArray, asObject, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { controllerOf, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { Scenario } from '../scenario.ts';
import { Life, template } from './life.ts';

const REPLICASETS = 'replicasets@apps/v1';
const CONTROLLERS = 'replicationcontrollers';
const JOBS = 'jobs@batch/v1';
const STATEFULSETS = 'statefulsets@apps/v1';
const DAEMONSETS = 'daemonsets@apps/v1';

const isOwned = (object: JsonObject) => controllerOf(object) !== null;

function showOwners(life: Life, title: string, object: JsonObject): void {
  const owners = asArray(getPath(object, 'metadata', 'ownerReferences')).map(owner => {
    const { uid: _uid, ...shown } = asObject(owner);
    return shown;
  });
  life.look(title, owners);
}

async function adoptAndRelease(life: Life, resource: string, name: string): Promise<void> {
  const labels = { name };
  await life.create('pods', { metadata: { name, labels }, spec: { containers: [{ name: 'main', image: 'i' }] } });
  const selector = resource === CONTROLLERS ? labels : { matchLabels: labels };
  await life.create(resource, { metadata: { name }, spec: { replicas: 1, selector, template: template({ labels }) } });
  showOwners(life, `${name}: who owns the pod that was there`, await life.until('pods', name, isOwned));
  await life.until(resource, name, object => getPath(object, 'status', 'replicas') === 1);
  life.look(`${name}: how many pods there are`, (await life.list('pods', `name=${name}`)).length);
  await life.patch('pods', name, { metadata: { labels: { name: 'released' } } });
  showOwners(life, `${name}: who owns it then`, await life.until('pods', name, object => !isOwned(object)));
  await life.untilList('pods', pods => pods.some(pod => pod.metadata.labels?.['name'] === name && isOwned(pod)));
  life.look(`${name}: another is in its place`, (await life.list('pods', `name=${name}`)).length);
  await life.showEvents(`${name}: events`, resource === CONTROLLERS ? 'ReplicationController' : 'ReplicaSet', name);
}

async function ofJob(life: Life): Promise<void> {
  const pods = template({
    ...{ labels: { job: 'adopting' }, behaviour: { runSeconds: [600] }, spec: { restartPolicy: 'Never' } },
  });
  await life.create(JOBS, { metadata: { name: 'adopting' }, spec: { parallelism: 2, completions: 2, template: pods } });
  await life.until(JOBS, 'adopting', object => getPath(object, 'status', 'ready') === 2);
  const own = (pod: KubeObject) => controllerOf(pod)?.name === 'adopting';
  const [first] = (await life.list('pods')).filter(own);
  const name = first?.metadata.name ?? '';
  await life.patch('pods', name, { metadata: { ownerReferences: null } });
  showOwners(life, 'a job: who owns the pod that was orphaned', await life.until('pods', name, isOwned));
  const { labels } = first?.metadata ?? {};
  const none = Object.fromEntries(Object.keys(labels ?? {}).map(label => [label, null]));
  await life.patch('pods', name, { metadata: { labels: none } });
  showOwners(
    life,
    'a job: who owns a pod without its labels',
    await life.until('pods', name, object => !isOwned(object)),
  );
  await life.untilList('pods', found => found.filter(own).length === 2);
  life.look('a job: another is in its place', true);
}

async function orphanAndRelease(life: Life, kind: string, name: string): Promise<void> {
  await life.patch('pods', name, { metadata: { ownerReferences: null } });
  showOwners(life, `${kind}: who owns the pod that was orphaned`, await life.until('pods', name, isOwned));
  await life.patch('pods', name, { metadata: { labels: { app: 'released' } } });
  showOwners(life, `${kind}: who owns it then`, await life.until('pods', name, object => !isOwned(object)));
}

async function ofStatefulSet(life: Life): Promise<void> {
  const labels = { app: 'kept' };
  const spec = { containers: [{ name: 'main', image: 'i' }] };
  await life.create('pods', { metadata: { name: 'stranger-0', labels }, spec });
  const set = { serviceName: 'kept', replicas: 1, selector: { matchLabels: labels }, template: template({ labels }) };
  await life.create(STATEFULSETS, { metadata: { name: 'kept' }, spec: set });
  await life.until(STATEFULSETS, 'kept', object => getPath(object, 'status', 'readyReplicas') === 1);
  await orphanAndRelease(life, 'a stateful set', 'kept-0');
  await life.showEvents('a stateful set: what it says of a name that is taken', 'StatefulSet', 'kept', 'FailedCreate');
  await life.patch('pods', 'kept-0', { metadata: { labels } });
  showOwners(life, 'a stateful set: who owns what it selects again', await life.until('pods', 'kept-0', isOwned));
  const stranger = await life.until('pods', 'stranger-0', () => true);
  showOwners(life, 'a stateful set: who owns a pod of another name', stranger);
}

async function ofDaemonSet(life: Life): Promise<void> {
  const labels = { app: 'everywhere' };
  const set = { selector: { matchLabels: labels }, template: template({ labels }) };
  const made = await life.create(DAEMONSETS, { metadata: { name: 'everywhere' }, spec: set });
  const wanted = await life.until(DAEMONSETS, 'everywhere', object => {
    const { desiredNumberScheduled, numberReady } = asObject(object['status']);
    return numberReady !== undefined && numberReady !== 0 && numberReady === desiredNumberScheduled;
  });
  const nodes = getPath(wanted, 'status', 'desiredNumberScheduled');
  const own = (pod: KubeObject) => controllerOf(pod)?.uid === getPath(made, 'metadata', 'uid');
  const [first] = (await life.list('pods')).filter(own);
  await orphanAndRelease(life, 'a daemon set', first?.metadata.name ?? '');
  await life.untilList('pods', found => found.filter(own).length === nodes);
  life.look('a daemon set: another is in its place', true);
}

/** Pods that nobody owns find an owner by their labels, and lose it by them. */
export const ADOPTION: Scenario = {
  name: 'adoption',
  run: async stage => {
    const life = new Life(stage);
    await adoptAndRelease(life, REPLICASETS, 'set');
    await adoptAndRelease(life, CONTROLLERS, 'controller');
    await ofJob(life);
    await ofStatefulSet(life);
    await ofDaemonSet(life);
  },
};
