import { afterEach, describe, expect, test } from 'vitest';
import { ApiServer } from '@lanthorn/apiserver/requests/api-server.ts';
import { MASTERS_GROUP } from '@lanthorn/apiserver/wire/user-info.ts';
import { asArray, asObject, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { silentLogger } from '@lanthorn/base/logger.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { startControllers } from '@lanthorn/controllers/controller-manager.ts';
import { type ApiSource, readBody } from '@lanthorn/kube/api/api-request.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';

// What the embedded cluster makes of pods and Jobs that are not plain.

const stops: AbortController[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop.abort();
});

async function startCluster() {
  const clock = new FakeClock();
  const random = seededRandom(1);
  const server = new ApiServer({ clock, random });
  const admin = server.as({ username: 'admin', groups: [MASTERS_GROUP] });
  const stop = new AbortController();
  stops.push(stop);
  server.kubelet = await startControllers({ source: admin, clock, random, logger: silentLogger, signal: stop.signal });
  server.load('nodes.v1.', {
    metadata: { name: 'n', uid: 'n' },
    status: { allocatable: { cpu: '1000', pods: '100000' }, conditions: [{ type: 'Ready', status: 'True' }] },
  });
  const send = async (source: ApiSource, method: 'GET' | 'POST' | 'PATCH', path: string, body?: JsonObject) => {
    const response = await source.send({
      method,
      path: path.split('?')[0] ?? '',
      query: Object.fromEntries(new URLSearchParams(path.split('?')[1] ?? '')),
      headers: { 'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await readBody(response);
    return { status: response.status, body: text.startsWith('{') ? (JSON.parse(text) as unknown) : text };
  };
  const pass = async (seconds: number) => {
    for (let second = 0; second < seconds; second++) await clock.advance(1_000);
  };
  return { clock, server, pass, ask: send.bind(null, admin), askAs: send };
}

const PODS = '/api/v1/namespaces/default/pods';
const pod = (name: string, spec: JsonObject, annotations: Record<string, string> = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, annotations },
  spec: { containers: [{ name: 'app', image: 'registry.example/app:1' }], ...spec },
});
const image = 'registry.example/init:1';
const simulated = (value: JsonObject) => ({ 'simulation.lanthorn.dev/container': JSON.stringify(value) });

function states(object: unknown, list: 'initContainerStatuses' | 'containerStatuses'): string[] {
  return asArray(getPath(object, 'status', list)).map(entry => Object.keys(asObject(getPath(entry, 'state')))[0] ?? '');
}

describe('a pod with init containers', () => {
  test('they run one after the other, sidecars go on beside the work, and end with it', async () => {
    const { clock, ask } = await startCluster();
    const initContainers = [
      { name: 'first', image },
      { name: 'side', image, restartPolicy: 'Always' },
      { name: 'last', image },
    ];
    const simulation = simulated({ runSeconds: [5], init: { first: { runSeconds: [3] }, last: { runSeconds: [3] } } });
    await ask('POST', PODS, pod('p', { restartPolicy: 'Never', initContainers }, simulation));
    const seen: string[] = [];
    for (let i = 0; i < 50; i++) {
      // An image is never pulled sooner.
      await clock.advance(500);
      const { body } = await ask('GET', `${PODS}/p`);
      const words = [
        ...states(body, 'initContainerStatuses'),
        ...states(body, 'containerStatuses'),
        getPath(body, 'status', 'phase'),
      ].join(' ');
      if (seen.at(-1) !== words) seen.push(words);
    }
    expect(seen).toEqual([
      'waiting waiting waiting waiting Pending',
      'running waiting waiting waiting Pending',
      'terminated running running waiting Pending',
      'terminated running terminated running Running',
      'terminated terminated terminated terminated Succeeded',
    ]);
    const { body } = await ask('GET', `${PODS}/p`);
    expect(asArray(getPath(body, 'status', 'initContainerStatuses')).map(entry => asObject(entry)['ready'])).toEqual([
      true,
      true,
      true,
    ]);
  });

  test('one that fails is tried again with a growing pause; where nothing restarts, the pod has failed', async () => {
    const { ask, pass } = await startCluster();
    const initContainers = [{ name: 'migrate', image }];
    const simulation = simulated({ init: { migrate: { runSeconds: [1], exitCode: 3 } } });
    await ask('POST', PODS, pod('again', { initContainers }, simulation));
    await ask('POST', PODS, pod('never', { initContainers, restartPolicy: 'Never' }, simulation));
    await pass(8);
    const { body: again } = await ask('GET', `${PODS}/again`);
    const [status] = asArray(getPath(again, 'status', 'initContainerStatuses'));
    expect(getPath(status, 'state', 'waiting', 'reason')).toBe('CrashLoopBackOff');
    expect(getPath(status, 'lastState', 'terminated', 'exitCode')).toBe(3);
    expect(getPath(again, 'status', 'phase')).toBe('Pending');
    expect(
      asArray(getPath(again, 'status', 'conditions'))
        .map(asObject)
        .find(({ type }) => type === 'Initialized'),
    ).toMatchObject({
      status: 'False',
      reason: 'ContainersNotInitialized',
      message: 'containers with incomplete status: [migrate]',
    });
    const { body: never } = await ask('GET', `${PODS}/never`);
    expect(getPath(never, 'status', 'phase')).toBe('Failed');
    const log = await ask('GET', `${PODS}/again/log?container=migrate`);
    expect([log.status, typeof log.body]).toEqual([200, 'string']);
  });
});

test("a gate holds a pod back until it is taken away, and another scheduler's pods are left alone", async () => {
  const { ask, pass } = await startCluster();
  await ask('POST', PODS, pod('gated', { schedulingGates: [{ name: 'example.org/wait' }] }));
  await ask('POST', PODS, pod('other', { schedulerName: 'mine' }));
  await pass(40);
  const another = await ask('PATCH', `${PODS}/other`, { spec: { schedulingGates: [{ name: 'example.org/late' }] } });
  expect([another.status, getPath(another.body, 'message')]).toEqual([
    422,
    'Pod "other" is invalid: spec.schedulingGates[0].name: Forbidden: only deletion is allowed, but found new scheduling gate \'example.org/late\'',
  ]);
  const { body: gated } = await ask('GET', `${PODS}/gated`);
  expect(getPath(gated, 'spec', 'nodeName')).toBeUndefined();
  expect(asArray(getPath(gated, 'status', 'conditions'))).toMatchObject([
    { type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' },
  ]);
  expect(getPath((await ask('GET', `${PODS}/other`)).body, 'spec', 'nodeName')).toBeUndefined();
  await ask('PATCH', `${PODS}/gated`, { spec: { schedulingGates: null } });
  await pass(5);
  expect(getPath((await ask('GET', `${PODS}/gated`)).body, 'status', 'phase')).toBe('Running');
});

const JOBS = '/apis/batch/v1/namespaces/default/jobs';
const job = (name: string, spec: JsonObject) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name },
  spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'app', image }] } }, ...spec },
});

test('a Job that somebody else manages gets no pods', async () => {
  const { ask, pass } = await startCluster();
  await ask('POST', JOBS, job('theirs', { managedBy: 'example.org/queue' }));
  await pass(10);
  expect(asArray(getPath((await ask('GET', PODS)).body, 'items'))).toEqual([]);
});

test('pods of an Indexed Job learn their index in every container, unless the template has a variable of that name', async () => {
  const { ask, pass } = await startCluster();
  const containers = [
    { name: 'app', image },
    { name: 'own', image, env: [{ name: 'JOB_COMPLETION_INDEX', value: 'x' }] },
  ];
  const template = { spec: { restartPolicy: 'Never', initContainers: [{ name: 'i', image }], containers } };
  await ask('POST', JOBS, job('indexed', { completionMode: 'Indexed', completions: 1, template }));
  await pass(3);
  const [made] = asArray(getPath((await ask('GET', PODS)).body, 'items'));
  const env = (list: string) => asArray(getPath(made, 'spec', list)).map(entry => asObject(entry)['env']);
  const told = [
    {
      name: 'JOB_COMPLETION_INDEX',
      valueFrom: {
        fieldRef: { apiVersion: 'v1', fieldPath: "metadata.labels['batch.kubernetes.io/job-completion-index']" },
      },
    },
  ];
  expect(env('initContainers')).toEqual([told]);
  expect(env('containers')).toEqual([told, containers[1]?.env]);
  expect(getPath(made, 'spec', 'hostname')).toBe('indexed-0');
});

/** The processor's milliseconds for a few rounds of pods of an Indexed Job, whatever else the machine does. */
async function costOfJob(completions: number): Promise<number> {
  const { ask, pass } = await startCluster();
  const template = { metadata: { annotations: simulated({ runSeconds: [2] }) }, ...job('', {}).spec.template };
  await ask('POST', JOBS, job('wide', { completionMode: 'Indexed', completions, parallelism: 20, template }));
  const before = process.cpuUsage();
  await pass(25);
  const { user, system } = process.cpuUsage(before);
  const { body } = await ask('GET', `${JOBS}/wide`);
  expect(Number(getPath(body, 'status', 'succeeded'))).toBeGreaterThan(40);
  return (user + system) / 1000;
}

test('an Indexed Job of a million costs what one of 1,000 costs: its pods, not its indexes', async () => {
  await costOfJob(1_000);
  const [small, large] = [await costOfJob(1_000), await costOfJob(1_000_000)];
  expect(large).toBeLessThan(small * 2);
});

test('a right to one name is enough for a list or watch that selects it', async () => {
  const { ask, askAs, server } = await startCluster();
  const rbac = '/apis/rbac.authorization.k8s.io/v1/namespaces/default';
  const rules = [{ apiGroups: [''], resources: ['configmaps'], verbs: ['list', 'watch'], resourceNames: ['mine'] }];
  await ask('POST', `${rbac}/roles`, { metadata: { name: 'one' }, rules });
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'one' };
  const subjects = [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'ann' }];
  await ask('POST', `${rbac}/rolebindings`, { metadata: { name: 'one' }, roleRef, subjects });
  const ann = server.as({ username: 'ann', groups: [] });
  const list = (selector: string) =>
    askAs(ann, 'GET', `/api/v1/namespaces/default/configmaps?fieldSelector=${selector}`);
  expect((await list('metadata.name%3Dmine')).status).toBe(200);
  expect((await list('metadata.name%3Dother')).status).toBe(403);
  expect((await list('metadata.name!%3Dmine')).status).toBe(403);
});

test('a slash that is escaped in a path is a slash', async () => {
  const { ask } = await startCluster();
  await ask('POST', '/api/v1/namespaces/default/secrets', { metadata: { name: 's' }, stringData: { a: 'b' } });
  const { status, body } = await ask('GET', '/api/v1/namespaces/default%2Fsecrets/s');
  expect([status, getPath(body, 'kind')]).toEqual([200, 'Secret']);
});
