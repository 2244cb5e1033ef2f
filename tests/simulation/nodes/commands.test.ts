import { setMaxListeners } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { ApiServer } from '@lanthorn/apiserver/requests/api-server.ts';
import { MASTERS_GROUP } from '@lanthorn/apiserver/wire/user-info.ts';
import { asArray, asObject, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { silentLogger } from '@lanthorn/base/logger.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { scaledClock } from '@lanthorn/base/scaled-clock.ts';
import { startControllers } from '@lanthorn/controllers/controller-manager.ts';
import { simulationAnnotation } from '@lanthorn/controllers/node/simulation.ts';
import { type ApiRequest, readBody } from '@lanthorn/kube/api/api-request.ts';
import { ContainerRuntime } from '../../../apps/cluster/src/container/container-runtime.ts';
import { sourcesOf } from '../../../apps/cluster/src/streaming/mounted-sources.ts';
import { Tokens } from '../../../apps/cluster/src/tokens.ts';
import { systemClock } from '../../../apps/cluster/src/container/system/system-clock.ts';
import { eventually } from '../../e2e/harness.ts';

// Containers do what their pods say: commands and arguments, in the shell of the simulated container, in the cluster's time.

const NAMESPACE = '/api/v1/namespaces/default';
const SPEED = 40;

const stops: AbortController[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop.abort();
});

async function startCluster() {
  const clock = scaledClock(systemClock, SPEED);
  const random = seededRandom(1);
  const server = new ApiServer({ clock, random, tokens: new Tokens(clock) });
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  stops.push(stop);
  const source = server.as({ username: 'admin', groups: [MASTERS_GROUP] });
  const commands = new ContainerRuntime(clock, sourcesOf(server));
  server.kubelet = await startControllers({
    ...{ source, clock, random, logger: silentLogger, signal: stop.signal, commands },
  });
  server.load('nodes.v1.', {
    metadata: { name: 'n', uid: 'n' },
    status: { allocatable: { cpu: '10', pods: '100' }, conditions: [{ type: 'Ready', status: 'True' }] },
  });
  const send = async (method: ApiRequest['method'], path: string, body?: object) => {
    const response = await source.send({
      ...{ method, path, headers: { 'content-type': 'application/json' } },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return JSON.parse(await readBody(response)) as JsonObject;
  };
  const make = (kind: string, name: string, more: object) =>
    send('POST', `${NAMESPACE}/${kind}`, { metadata: { name }, ...more });
  const pod = (name: string, spec: object, annotations: object = {}) =>
    send('POST', `${NAMESPACE}/pods`, { metadata: { name, annotations }, spec });
  const read = (name: string) => send('GET', `${NAMESPACE}/pods/${name}`);
  const until = (name: string, holds: (status: JsonObject) => boolean) =>
    eventually(async () => {
      const status = asObject((await read(name))['status']);
      return holds(status) ? status : null;
    }, `${name} as it should be`);
  const log = async (name: string, query: Readonly<Record<string, string>> = {}) =>
    readBody(await source.send({ method: 'GET', path: `${NAMESPACE}/pods/${name}/log`, query }));
  const events = async (name: string) =>
    asArray((await send('GET', `${NAMESPACE}/events`))['items']).flatMap(event =>
      getPath(event, 'involvedObject', 'name') === name ? [String(getPath(event, 'message'))] : [],
    );
  return { source, send, make, pod, read, until, log, events };
}

const sh = (script: string, more: object = {}) => ({
  ...{ name: 'main', image: 'busybox', command: ['sh', '-c', script] },
  ...more,
});
const once = (...containers: object[]) => ({ restartPolicy: 'Never', containers });
const first = (status: JsonObject) => asObject(asArray(status['containerStatuses'])[0]);
const phase = (wanted: string) => (status: JsonObject) => status['phase'] === wanted;

test('what a command says is the log, and how it ends is the state: each container by itself', async () => {
  const { pod, until, log } = await startCluster();
  await pod(
    'both',
    once(sh('for i in 1 2 3; do echo "line $i"; done; echo bad >&2'), sh('sleep 2; exit 3', { name: 'two' })),
  );
  const status = await until('both', phase('Failed'));
  expect(asArray(status['containerStatuses']).map(each => getPath(each, 'state', 'terminated'))).toMatchObject([
    { exitCode: 0, reason: 'Completed' },
    { exitCode: 3, reason: 'Error' },
  ]);
  expect(await log('both', { container: 'main' })).toBe('line 1\nline 2\nline 3\nbad\n');
});

test('its output comes as it is written, each line with its time', async () => {
  const { pod, source, until, log } = await startCluster();
  await pod('slow', once(sh('echo one; sleep 20; echo two; printf end')));
  await until('slow', phase('Running'));
  const query = { follow: 'true' };
  const { body } = await source.send({ method: 'GET', path: `${NAMESPACE}/pods/slow/log`, query });
  const heard: [string, number][] = [];
  for await (const chunk of body) heard.push([chunk, systemClock.elapsed()]);
  expect(heard.map(([text]) => text).join('')).toBe('one\ntwo\nend');
  expect((heard.at(-1)?.[1] ?? 0) - (heard[0]?.[1] ?? 0)).toBeGreaterThan(200);
  const [one = '', two = ''] = (await log('slow', { timestamps: 'true' })).split('\n').map(line => line.split(' ')[0]);
  expect(Math.round((Date.parse(two) - Date.parse(one)) / 1000)).toBeGreaterThanOrEqual(20);
});

test('containers before the work run first, and hand on what they wrote; a sidecar ends with the work', async () => {
  const { pod, until, log } = await startCluster();
  const volumeMounts = [{ name: 'work', mountPath: '/work' }];
  await pod('prepared', {
    ...once(sh('cat /work/page; echo done > /work/end', { volumeMounts })),
    initContainers: [
      sh('trap "echo over; exit 0" TERM; echo beside; while :; do sleep 1; done', {
        name: 'beside',
        restartPolicy: 'Always',
      }),
      sh('echo hello > /work/page', { name: 'first', volumeMounts }),
    ],
    volumes: [{ name: 'work', emptyDir: {} }],
  });
  await until('prepared', phase('Succeeded'));
  expect(await log('prepared', { container: 'main' })).toBe('hello\n');
  expect(await log('prepared', { container: 'beside' })).toBe('beside\nover\n');
});

test('one that fails is begun again, later each time, with the log of the run before', async () => {
  const { pod, until, log, events } = await startCluster();
  await pod('again', { containers: [sh('echo "at $(date +%s)"; sleep 1; exit 4')] });
  const waits = (now: JsonObject) => getPath(first(now), 'state', 'waiting', 'reason') === 'CrashLoopBackOff';
  const status = await until('again', now => waits(now) && first(now)['restartCount'] === 1);
  expect(first(status)).toMatchObject({
    restartCount: 1,
    lastState: { terminated: { exitCode: 4, reason: 'Error' } },
    state: {
      waiting: { message: expect.stringMatching(/^back-off 10s restarting failed container=main pod=again_default/) },
    },
  });
  const before = await log('again');
  expect(before).toMatch(/^at \d+\n$/);
  await until('again', now => waits(now) && first(now)['restartCount'] === 2);
  expect(await log('again')).not.toBe(before);
  expect(await events('again')).toContainEqual(
    expect.stringMatching(/^Back-off restarting failed container main in pod again/),
  );
});

test('a Job succeeds and fails by what its command does', async () => {
  const { send } = await startCluster();
  const job = (name: string, script: string) =>
    send('POST', '/apis/batch/v1/namespaces/default/jobs', {
      metadata: { name },
      spec: { backoffLimit: 0, template: { spec: once(sh(script)) } },
    });
  await job('good', 'test $((2 + 2)) = 4');
  await job('bad', 'cat /nothing');
  const ended = async (name: string) =>
    eventually(async () => {
      const found = await send('GET', `/apis/batch/v1/namespaces/default/jobs/${name}`);
      const conditions = asArray(getPath(found, 'status', 'conditions')).map(each => getPath(each, 'type'));
      return conditions.find(type => type === 'Complete' || type === 'Failed') ?? null;
    }, `${name} ends`);
  expect([await ended('good'), await ended('bad')]).toEqual(['Complete', 'Failed']);
});

test('at its deletion it may do what it said of TERM; what does not hear is killed when its time is over', async () => {
  const { pod, send, until, log, source } = await startCluster();
  await pod('tidy', { containers: [sh('trap "echo bye; exit 0" TERM; echo up; sleep 1000 & wait')] });
  await pod('deaf', { containers: [sh('echo up; sleep 1000')], terminationGracePeriodSeconds: 60 });
  for (const name of ['tidy', 'deaf']) await until(name, phase('Running'));
  // It runs before its first words are read: what it does of TERM is said by then.
  await eventually(async () => ((await log('tidy')) === 'up\n' ? true : null), 'it is up');
  const { body } = await source.send({ method: 'GET', path: `${NAMESPACE}/pods/tidy/log`, query: { follow: 'true' } });
  const gone = async (name: string) => {
    const begun = systemClock.elapsed();
    await send('DELETE', `${NAMESPACE}/pods/${name}`);
    await eventually(
      async () => ((await send('GET', `${NAMESPACE}/pods/${name}`))['kind'] === 'Status' ? true : null),
      `${name} is gone`,
    );
    return ((systemClock.elapsed() - begun) * SPEED) / 1000;
  };
  const heard = (async () => {
    let text = '';
    for await (const chunk of body) text += chunk;
    return text;
  })();
  expect(await gone('tidy')).toBeLessThan(25);
  expect(await gone('deaf')).toBeGreaterThan(55);
  expect(await heard).toBe('up\nbye\n');
});

test('variables and files come from what the pod names; what is not there is said, and waited for', async () => {
  const { pod, make, until, log, events } = await startCluster();
  const env = [
    { name: 'COLOUR', valueFrom: { configMapKeyRef: { name: 'settings', key: 'colour' } } },
    { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
    { name: 'CPUS', valueFrom: { resourceFieldRef: { resource: 'requests.cpu', divisor: '1m' } } },
    { name: 'WORDS', value: '$(COLOUR) and $(NONE) $$(POD)' },
  ];
  const script = 'echo "$COLOUR $POD $CPUS $WORDS $SECRET_pass"; cat /etc/own/colour /etc/own/labels';
  const spec = once(
    sh(script, {
      ...{ env, envFrom: [{ prefix: 'SECRET_', secretRef: { name: 'hidden' } }] },
      resources: { requests: { cpu: '250m' } },
      volumeMounts: [{ name: 'own', mountPath: '/etc/own' }],
    }),
  );
  const sources = [
    { configMap: { name: 'settings', items: [{ key: 'colour', path: 'colour' }] } },
    { downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.namespace' } }] } },
  ];
  await pod('told', { ...spec, volumes: [{ name: 'own', projected: { sources } }] });
  await eventually(
    async () => ((await events('told')).some(text => text.includes('configmap "settings" not found')) ? true : null),
    'the missing ConfigMap',
  );
  await make('configmaps', 'settings', { data: { colour: 'red' } });
  const status = await until(
    'told',
    now => getPath(first(now), 'state', 'waiting', 'reason') === 'CreateContainerConfigError',
  );
  expect(getPath(first(status), 'state', 'waiting', 'message')).toBe('secret "hidden" not found');
  await make('secrets', 'hidden', { data: { pass: Buffer.from('word').toString('base64') } });
  await until('told', phase('Succeeded'));
  expect(await log('told')).toBe('red told 250 red and $(NONE) $(POD) word\nreddefault');
});

test('probes ask what runs: it is ready when it says so, and begun again when it is not well', async () => {
  const { pod, until, events } = await startCluster();
  const probe = { exec: { command: ['cat', '/tmp/well'] }, periodSeconds: 1, failureThreshold: 1, timeoutSeconds: 60 };
  await pod('asked', {
    containers: [
      sh('sleep 5; touch /tmp/well; sleep 20; rm /tmp/well; sleep 1000', {
        ...{ readinessProbe: probe, livenessProbe: { ...probe, initialDelaySeconds: 8 } },
      }),
    ],
    terminationGracePeriodSeconds: 1,
  });
  await until('asked', phase('Running'));
  await until('asked', now => first(now)['ready'] === true);
  const again = await until('asked', now => Number(first(now)['restartCount']) >= 1);
  expect(getPath(first(again), 'lastState', 'terminated', 'exitCode')).toBe(137);
  expect(await events('asked')).toEqual(
    expect.arrayContaining([
      'Container main failed liveness probe, will be restarted',
      'Readiness probe failed: cat: /tmp/well: No such file or directory',
    ]),
  );
});

test('a port of what only a shell runs answers nobody; a server that nobody knows does', async () => {
  const { pod, until, events } = await startCluster();
  const readinessProbe = { httpGet: { path: '/health', port: 8080 }, periodSeconds: 1 };
  await pod('mute', { containers: [sh('sleep 1000', { readinessProbe })] });
  await pod('serving', {
    containers: [{ ...sh('echo up; exec /app/server', { readinessProbe }), image: 'registry.example/app' }],
  });
  await until('serving', now => first(now)['ready'] === true);
  await eventually(
    async () =>
      (await events('mute')).some(text =>
        /^Readiness probe failed: Get "http:.*8080\/health": dial tcp .* connection refused$/.test(text),
      )
        ? true
        : null,
    'the refusal',
  );
  expect(first(await until('mute', phase('Running')))).toMatchObject({ ready: false, started: true });
});

test('images that are known do what they do; what they lack cannot be started', async () => {
  const { pod, until } = await startCluster();
  await pod('shell', { restartPolicy: 'Never', containers: [{ name: 'main', image: 'busybox:1.37' }] });
  await pod('lacking', once({ name: 'main', image: 'docker.io/library/busybox', command: ['java'] }));
  await pod('server', { containers: [{ name: 'main', image: 'registry.example/app', args: ['--port', '80'] }] });
  await pod('capital', { containers: [{ name: 'main', image: 'Capital' }] });
  await until('shell', phase('Succeeded'));
  expect(getPath(first(await until('lacking', phase('Failed'))), 'state', 'terminated')).toMatchObject({
    ...{ exitCode: 128, reason: 'StartError' },
    message: expect.stringContaining('exec: "java": executable file not found in $PATH'),
  });
  expect(first(await until('server', phase('Running')))).toMatchObject({ ready: true });
  await until('capital', now => getPath(first(now), 'state', 'waiting', 'reason') === 'InvalidImageName');
});

test('the annotation that says how a container behaves counts before its command', async () => {
  const { pod, until, log } = await startCluster();
  const annotations = simulationAnnotation({ runSeconds: [1], exitCode: 7, log: 'batch' });
  await pod('steered', once(sh('echo never')), annotations);
  expect(getPath(first(await until('steered', phase('Failed'))), 'state', 'terminated', 'exitCode')).toBe(7);
  expect(await log('steered')).not.toContain('never');
});

test('a container has the token of its account, which the server knows again, and the Services it may ask as variables', async () => {
  const { send, make, pod, until, log } = await startCluster();
  await make('serviceaccounts', 'default', {});
  const ports = [
    { name: 'http-web', port: 80 },
    { port: 53, protocol: 'UDP', name: 'dns' },
  ];
  await make('services', 'my-web', { spec: { selector: { app: 'web' }, ports } });
  await make('services', 'bare', { spec: { clusterIP: 'None', selector: { app: 'web' }, ports } });
  const folder = '/var/run/secrets/kubernetes.io/serviceaccount';
  await pod('asks', once(sh(`cat ${folder}/token; echo; cat ${folder}/namespace; echo; env | grep _ | sort`)));
  await pod('alone', { ...once(sh('env | grep SERVICE_HOST')), enableServiceLinks: false });
  for (const name of ['asks', 'alone']) await until(name, phase('Succeeded'));
  const [token = '', namespace, ...variables] = (await log('asks')).trimEnd().split('\n');
  const review = await send('POST', '/apis/authentication.k8s.io/v1/tokenreviews', { spec: { token } });
  expect(review['status']).toMatchObject({
    authenticated: true,
    user: {
      username: 'system:serviceaccount:default:default',
      extra: { 'authentication.kubernetes.io/pod-name': ['asks'] },
    },
  });
  expect(namespace).toBe('default');
  const address = String(getPath(await send('GET', `${NAMESPACE}/services/my-web`), 'spec', 'clusterIP'));
  expect(variables.filter(line => !line.startsWith('KUBERNETES_'))).toEqual([
    `MY_WEB_PORT=tcp://${address}:80`,
    `MY_WEB_PORT_53_UDP=udp://${address}:53`,
    `MY_WEB_PORT_53_UDP_ADDR=${address}`,
    'MY_WEB_PORT_53_UDP_PORT=53',
    'MY_WEB_PORT_53_UDP_PROTO=udp',
    `MY_WEB_PORT_80_TCP=tcp://${address}:80`,
    `MY_WEB_PORT_80_TCP_ADDR=${address}`,
    'MY_WEB_PORT_80_TCP_PORT=80',
    'MY_WEB_PORT_80_TCP_PROTO=tcp',
    `MY_WEB_SERVICE_HOST=${address}`,
    'MY_WEB_SERVICE_PORT=80',
    'MY_WEB_SERVICE_PORT_DNS=53',
    'MY_WEB_SERVICE_PORT_HTTP_WEB=80',
  ]);
  expect(variables).toContain('KUBERNETES_SERVICE_PORT_HTTPS=443');
  expect(await log('alone')).toBe('KUBERNETES_SERVICE_HOST=10.96.0.1\n');
});

test("a namespace's own Service named as the API server's is told of in its place", async () => {
  const { source, send } = await startCluster();
  const shop = '/api/v1/namespaces/shop';
  await send('POST', '/api/v1/namespaces', { metadata: { name: 'shop' } });
  await send('POST', `${shop}/serviceaccounts`, { metadata: { name: 'default' } });
  const service = { metadata: { name: 'kubernetes' }, spec: { selector: { app: 'web' }, ports: [{ port: 80 }] } };
  const address = String(getPath(await send('POST', `${shop}/services`, service), 'spec', 'clusterIP'));
  const logs = async (name: string, more: object) => {
    const spec = { ...once(sh('env | grep KUBERNETES_SERVICE | sort')), ...more };
    await send('POST', `${shop}/pods`, { metadata: { name }, spec });
    return eventually(async () => {
      if (getPath(await send('GET', `${shop}/pods/${name}`), 'status', 'phase') !== 'Succeeded') return null;
      return readBody(await source.send({ method: 'GET', path: `${shop}/pods/${name}/log` }));
    }, `${name} is done`);
  };
  expect(await logs('linked', {})).toBe(`KUBERNETES_SERVICE_HOST=${address}\nKUBERNETES_SERVICE_PORT=80\n`);
  expect(await logs('alone', { enableServiceLinks: false })).toContain('KUBERNETES_SERVICE_HOST=10.96.0.1\n');
});

test('what a pod wants done when a container has begun is done before the next one begins, and before it ends what it wants then', async () => {
  const { pod, send, source, until, log, events, read } = await startCluster();
  const volumeMounts = [{ name: 'work', mountPath: '/work' }];
  const exec = (script: string) => ({ exec: { command: ['sh', '-c', script] } });
  const lifecycle = {
    postStart: exec('sleep 20; echo begun > /work/begun'),
    preStop: exec('echo ends > /work/ends; sleep 10'),
  };
  await pod('hooked', {
    containers: [
      sh('trap "cat /work/ends; exit 0" TERM; echo up; while :; do sleep 1; done', {
        name: 'first',
        volumeMounts,
        lifecycle,
      }),
      sh('cat /work/begun; sleep 1000', { volumeMounts }),
    ],
    volumes: [{ name: 'work', emptyDir: {} }],
    terminationGracePeriodSeconds: 60,
  });
  await pod('fails', once(sh('sleep 1000', { lifecycle: { postStart: exec('exit 1') } })));
  await pod('sleeps', {
    containers: [{ name: 'main', image: 'registry.example/a:1', lifecycle: { preStop: { sleep: { seconds: 25 } } } }],
    terminationGracePeriodSeconds: 60,
  });
  for (const name of ['hooked', 'sleeps']) await until(name, phase('Running'));
  await eventually(async () => ((await log('hooked', { container: 'first' })) === 'up\n' ? true : null), 'it is up');
  await eventually(
    async () => (await log('hooked', { container: 'main' })) === 'begun\n',
    'the next one finds it done',
  );
  const status = await until('fails', phase('Failed'));
  expect(first(status)).toMatchObject({ state: { terminated: { exitCode: 137 } } });
  expect(await events('fails')).toEqual(expect.arrayContaining(['PostStartHook failed', 'FailedPostStartHook']));
  const query = { follow: 'true', container: 'first' };
  const { body } = await source.send({ method: 'GET', path: `${NAMESPACE}/pods/hooked/log`, query });
  const begun = systemClock.elapsed();
  for (const name of ['hooked', 'sleeps']) await send('DELETE', `${NAMESPACE}/pods/${name}`);
  let said = '';
  for await (const chunk of body) said += chunk;
  expect(said).toBe('up\nends\n');
  expect(((systemClock.elapsed() - begun) * SPEED) / 1000).toBeGreaterThan(9);
  await eventually(async () => ((await read('sleeps'))['kind'] === 'Status' ? true : null), 'the other is gone');
  expect(((systemClock.elapsed() - begun) * SPEED) / 1000).toBeGreaterThan(24);
});

test('one that ends before that is done does not hold up those behind it', async () => {
  const { pod, until } = await startCluster();
  const postStart = { exec: { command: ['sleep', '30'] } };
  const short = { name: 'first', image: 'busybox', command: ['true'], lifecycle: { postStart } };
  await pod('short', once(short, sh('exit 0')));
  const status = await until('short', phase('Succeeded'));
  expect(asArray(status['containerStatuses']).map(each => getPath(each, 'state', 'terminated', 'exitCode'))).toEqual([
    0, 0,
  ]);
});

test('nothing begins behind a sidecar that is held, and nothing twice, when another sidecar is begun again', async () => {
  const { pod, until, log } = await startCluster();
  const volumes = [{ name: 'work', emptyDir: {} }];
  const volumeMounts = [{ name: 'work', mountPath: '/work' }];
  const postStart = { exec: { command: ['sh', '-c', 'sleep 60; echo hook >> /work/log'] } };
  const beside = { restartPolicy: 'Always', volumeMounts };
  await pod('held', {
    ...once(sh('echo work >> /work/log; cat /work/log', { volumeMounts })),
    initContainers: [
      sh('sleep 15; exit 1', { name: 'ends', ...beside }),
      sh('sleep 1000', { name: 'hooked', ...beside, lifecycle: { postStart } }),
      sh('echo before >> /work/log; sleep 60', { name: 'before', volumeMounts }),
    ],
    volumes,
  });
  await until('held', phase('Succeeded'));
  expect(await log('held')).toBe('hook\nbefore\nwork\n');
});
