import { asArray, asObject, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { Scenario } from '../scenario.ts';
import { count, Life, template } from './life.ts';

const STATEFULSETS = 'statefulsets@apps/v1';
const DAEMONSETS = 'daemonsets@apps/v1';

/** A pod's readiness as if its node had said so. */
async function setReady(life: Life, name: string, status: 'True' | 'False'): Promise<void> {
  const pod = await life.until('pods', name, object => getPath(object, 'status', 'phase') === 'Running');
  const changed = asArray(getPath(pod, 'status', 'conditions')).map(entry =>
    asObject(entry)['type'] === 'Ready' ? { ...asObject(entry), status } : entry,
  );
  await life.patchStatus('pods', name, { conditions: changed });
}

const has = (replicas: number, ready: number) => (object: JsonObject) =>
  getPath(object, 'status', 'observedGeneration') === getPath(object, 'metadata', 'generation') &&
  count(object, 'status', 'replicas') === replicas &&
  count(object, 'status', 'readyReplicas') === ready;

function statefulSet(name: string, podManagementPolicy: string): JsonObject {
  const labels = { app: name };
  const pods = template({ labels, behaviour: { ready: false } });
  const spec = {
    replicas: 3,
    serviceName: name,
    podManagementPolicy,
    selector: { matchLabels: labels },
    template: pods,
  };
  return { metadata: { name }, spec };
}

async function namesOf(life: Life, app: string): Promise<unknown> {
  return (await life.list('pods', `app=${app}`)).map(({ metadata }) => metadata.name);
}

/** One after the other, and none while one is not well. */
async function inOrder(life: Life): Promise<void> {
  await life.create(STATEFULSETS, statefulSet('ordered', 'OrderedReady'));
  await life.until(STATEFULSETS, 'ordered', has(1, 0));
  await life.showEvents('in order: the second waits for the first', 'StatefulSet', 'ordered');
  for (const index of [0, 1, 2]) await setReady(life, `ordered-${index}`, 'True');
  await life.until(STATEFULSETS, 'ordered', has(3, 3));
  for (const index of [0, 1, 2]) await setReady(life, `ordered-${index}`, 'False');
  await life.until(STATEFULSETS, 'ordered', has(3, 0));
  await life.patch(STATEFULSETS, 'ordered', { spec: { replicas: 0 } });
  await life.until(STATEFULSETS, 'ordered', has(3, 0));
  await life.showEvents('in order: none goes while none is well', 'StatefulSet', 'ordered');
  life.look('in order: who is there then', await namesOf(life, 'ordered'));
  for (const index of [0, 1, 2]) await setReady(life, `ordered-${index}`, 'True');
  await life.until(STATEFULSETS, 'ordered', has(0, 0));
  await life.showEvents('in order: all went', 'StatefulSet', 'ordered');
}

/** All at once, well or not. */
async function atOnce(life: Life): Promise<void> {
  await life.create(STATEFULSETS, statefulSet('burst', 'Parallel'));
  await life.until(STATEFULSETS, 'burst', has(3, 0));
  life.look('at once: who is there though none is well', await namesOf(life, 'burst'));
  for (const index of [0, 1, 2]) await setReady(life, `burst-${index}`, 'True');
  await life.until(STATEFULSETS, 'burst', has(3, 3));
  await setReady(life, 'burst-0', 'False');
  await life.until(STATEFULSETS, 'burst', has(3, 2));
  await life.patch(STATEFULSETS, 'burst', { spec: { replicas: 0 } });
  await life.until(STATEFULSETS, 'burst', has(0, 0));
  await life.showEvents('at once: all went', 'StatefulSet', 'burst');
}

async function failedDaemon(life: Life): Promise<void> {
  const labels = { app: 'failing' };
  const spec = { selector: { matchLabels: labels }, template: template({ labels }) };
  await life.create(DAEMONSETS, { metadata: { name: 'failing' }, spec });
  const isWell = (object: JsonObject) =>
    count(object, 'status', 'numberAvailable') === 2 && count(object, 'status', 'desiredNumberScheduled') === 2;
  await life.until(DAEMONSETS, 'failing', isWell);
  // On which node is recorded; the names of pods are drawn, and with them their order.
  const pods = await life.list('pods', 'app=failing');
  const name = pods.find(({ spec: placed }) => getPath(placed, 'nodeName') === 'node-1')?.metadata.name ?? '';
  await life.patchStatus('pods', name, { phase: 'Failed' });
  await life.untilGone('pods', name);
  await life.until(DAEMONSETS, 'failing', isWell);
  life.look('a daemon that failed has another in its place', (await life.list('pods', 'app=failing')).length);
  await life.showEvents('a daemon that failed: events', 'DaemonSet', 'failing', 'FailedDaemonPod');
}

/** What controllers do about pods that are not well. */
export const UNHEALTHY_PODS: Scenario = {
  name: 'unhealthy-pods',
  run: async stage => {
    const life = new Life(stage);
    await inOrder(life);
    await atOnce(life);
    await failedDaemon(life);
  },
};
