import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readContainerViews } from './container-view.ts';

const spec = {
  initContainers: [
    { name: 'migrate', image: 'm:1' },
    { name: 'mesh', image: 'e:1', restartPolicy: 'Always' },
  ],
  containers: [
    {
      name: 'app',
      image: 'shop/app:2',
      command: ['sh', '-c'],
      args: ["echo 'hi'", '--port=80'],
      resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi', 'nvidia.com/gpu': 1 } },
      ports: [
        { name: 'http', containerPort: 8080, protocol: 'TCP' },
        { containerPort: 53, protocol: 'UDP' },
      ],
      readinessProbe: { httpGet: { path: '/healthz', port: 'http' } },
      livenessProbe: { exec: { command: ['pg_isready', '-q'] } },
      startupProbe: { grpc: { port: 9000 } },
      envFrom: [{ prefix: 'DB_', secretRef: { name: 'db' } }, { configMapRef: { name: 'settings' } }],
      env: [
        { name: 'LEVEL', value: 'info' },
        { name: 'EMPTY' },
        { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'tokens', key: 'api' } } },
        { name: 'MODE', valueFrom: { configMapKeyRef: { name: 'settings', key: 'mode' } } },
        { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
        { name: 'CPUS', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } },
      ],
      volumeMounts: [
        { name: 'data', mountPath: '/data' },
        { name: 'conf', mountPath: '/etc/app', readOnly: true },
        { name: 'tmp', mountPath: '/tmp' },
        { name: 'gone', mountPath: '/gone' },
      ],
    },
  ],
  volumes: [
    { name: 'data', persistentVolumeClaim: { claimName: 'app-data' } },
    { name: 'conf', configMap: { name: 'app' } },
    { name: 'tmp', emptyDir: {} },
  ],
};
const pod = {
  metadata: { namespace: 'shop' },
  spec,
  status: {
    initContainerStatuses: [{ name: 'migrate', state: { terminated: { exitCode: 0, reason: 'Completed' } } }],
    containerStatuses: [
      {
        name: 'app',
        restartCount: 3,
        ready: false,
        state: { waiting: { reason: 'CrashLoopBackOff' } },
        lastState: { terminated: { exitCode: 137 } },
      },
    ],
  },
};

describe('what a pod says of its containers', () => {
  const [migrate, mesh, app] = readContainerViews(pod);

  test('roles, images and states, in the order in which they start', () => {
    expect([migrate, mesh, app].map(view => [view?.name, view?.role, view?.image])).toEqual([
      ['migrate', 'init', 'm:1'],
      ['mesh', 'sidecar', 'e:1'],
      ['app', 'container', 'shop/app:2'],
    ]);
    expect(migrate?.state).toMatchObject({ word: 'Completed', tone: 'muted', exitCode: 0 });
    expect(mesh?.state).toBeNull();
    expect(app?.state).toEqual({ word: 'CrashLoopBackOff', tone: 'bad', since: null, restarts: 3, exitCode: 137 });
  });

  test('what runs in place of what its image says, as a shell would be told it', () => {
    expect([migrate?.command, app?.command]).toEqual(['', String.raw`sh -c 'echo '\''hi'\''' --port=80`]);
  });

  test('resources, ports and probes as they are written', () => {
    expect(app?.resources).toEqual([
      { resource: 'cpu', request: '100m', limit: '' },
      { resource: 'memory', request: '64Mi', limit: '128Mi' },
      { resource: 'nvidia.com/gpu', request: '', limit: '1' },
    ]);
    expect(app?.ports).toEqual(['http 8080', '53/UDP']);
    expect(app?.probes.map(({ type, check }) => `${type}: ${check}`)).toEqual([
      'startup: grpc :9000',
      'readiness: GET :http/healthz',
      'liveness: exec pg_isready -q',
    ]);
  });

  test('where each variable comes from: a value, a key, all keys of an object, a field', () => {
    const short = app?.env.map(({ name, value, from, field }) => [
      name,
      value ?? (from === null ? field : `${from.reference.kind}/${from.reference.name}.${from.key}`),
    ]);
    expect(short).toEqual([
      ['DB_', 'Secret/db.'],
      ['', 'ConfigMap/settings.'],
      ['LEVEL', 'info'],
      ['EMPTY', ''],
      ['TOKEN', 'Secret/tokens.api'],
      ['MODE', 'ConfigMap/settings.mode'],
      ['NODE', 'spec.nodeName'],
      ['CPUS', 'limits.cpu'],
    ]);
    expect(app?.env[0]?.from?.reference).toEqual({ apiVersion: 'v1', kind: 'Secret', namespace: 'shop', name: 'db' });
  });

  test('mounts name the objects behind them', () => {
    const named = app?.mounts.map(({ path, source, reference: to }) => [
      path,
      source,
      to === null ? null : `${to.kind}/${to.name}`,
    ]);
    expect(named).toEqual([
      ['/data', 'persistentVolumeClaim', 'PersistentVolumeClaim/app-data'],
      ['/etc/app', 'configMap', 'ConfigMap/app'],
      ['/tmp', 'emptyDir', null],
      ['/gone', '', null],
    ]);
  });
});

describe('the state of a container', () => {
  const at = '2026-11-23T12:00:00Z';
  const state = (status: object) => {
    const [view] = readContainerViews({
      spec: { containers: [{ name: 'app' }] },
      status: { containerStatuses: [{ name: 'app', ...status }] },
    });
    return view?.state;
  };

  test.each([
    ['it runs and is ready', { state: { running: {} }, ready: true }, 'Running', 'ok'],
    ['nothing asks whether it is ready', { state: { running: {} } }, 'Running', 'ok'],
    ['it runs and is not ready', { state: { running: {} }, ready: false }, 'Running', 'warning'],
    ['nothing is known of it', {}, 'Waiting', 'active'],
    ['it is made', { state: { waiting: { reason: 'ContainerCreating' } } }, 'ContainerCreating', 'active'],
    ['others come first', { state: { waiting: { reason: 'PodInitializing' } } }, 'PodInitializing', 'active'],
    ['it ended well', { state: { terminated: { exitCode: 0 } } }, 'ExitCode:0', 'muted'],
    ['it ended badly', { state: { terminated: { exitCode: 2 } } }, 'ExitCode:2', 'bad'],
  ])('%s', (_what, status, word, tone) => {
    expect(state(status)).toMatchObject({ word, tone });
  });

  test('is since it began to run, or has ended', () => {
    expect(state({ state: { running: { startedAt: at } } })?.since).toBe(Date.parse(at));
    expect(state({ state: { terminated: { exitCode: 1, finishedAt: at } } })?.since).toBe(Date.parse(at));
  });
});

test('one that was put in to look at the others; what is asked by TCP, or at no path; what is written without its defaults', () => {
  const [app, shell] = readContainerViews({
    spec: {
      containers: [
        {
          name: 'app',
          ports: [{ containerPort: 80 }, {}],
          startupProbe: { tcpSocket: { port: 5432 } },
          readinessProbe: { httpGet: { port: 8080 } },
          livenessProbe: null,
          envFrom: [{ somethingRef: { name: 'x' } }],
          volumeMounts: [
            { name: 'key', mountPath: '/key', readOnly: true },
            { name: 'key', mountPath: '/copy' },
          ],
        },
      ],
      ephemeralContainers: [{ name: 'shell' }],
      volumes: [{ name: 'key', secret: { secretName: 'tls' } }],
    },
  });
  expect([app?.role, shell?.role]).toEqual(['container', 'ephemeral']);
  expect(app?.ports).toEqual(['80', '?']);
  expect(app?.probes).toEqual([
    { type: 'startup', check: 'tcp :5432' },
    { type: 'readiness', check: 'GET :8080/' },
  ]);
  expect(app?.env).toEqual([]);
  const reference = { apiVersion: 'v1', kind: 'Secret', namespace: '', name: 'tls' };
  expect(app?.mounts).toEqual([
    { path: '/key', volume: 'key', isReadOnly: true, source: 'secret', reference },
    { path: '/copy', volume: 'key', isReadOnly: false, source: 'secret', reference },
  ]);
});

test('while a pod is resized, what a container still has is told where it is another amount, however it is written', () => {
  const resized = {
    containers: [
      {
        name: 'app',
        resources: { requests: { cpu: '500m', memory: '1Gi', 'ephemeral-storage': '1Gi' }, limits: { memory: '2Gi' } },
      },
      { name: 'log', resources: { requests: { cpu: '1' } } },
      { name: 'new', resources: { requests: { cpu: '1' } } },
    ],
  };
  const containerStatuses = [
    { name: 'log', resources: { requests: { cpu: '2' } } },
    { name: 'app', resources: { requests: { cpu: '0.5', memory: '1024Mi' }, limits: { memory: '1Gi' } } },
  ];
  expect(
    readContainerViews({ spec: resized, status: { containerStatuses } }).map(({ resources }) => resources),
  ).toEqual([
    [
      { resource: 'cpu', request: '500m', limit: '' },
      { resource: 'ephemeral-storage', request: '1Gi', limit: '' },
      { resource: 'memory', request: '1Gi', limit: '2Gi', now: { request: '1024Mi', limit: '1Gi' } },
    ],
    [{ resource: 'cpu', request: '1', limit: '', now: { request: '2', limit: '' } }],
    [{ resource: 'cpu', request: '1', limit: '' }],
  ]);
});

test('one that was put in to look at the others is well as long as it runs; another that is not ready is not', () => {
  const status = { name: 'a', ready: false, state: { running: { startedAt: '2026-11-23T08:00:00Z' } } };
  const tones = (list: string, statuses: string) =>
    readContainerViews({ spec: { containers: [], [list]: [{ name: 'a' }] }, status: { [statuses]: [status] } }).map(
      ({ state }) => state?.tone,
    );
  expect(tones('ephemeralContainers', 'ephemeralContainerStatuses')).toEqual(['ok']);
  expect(tones('containers', 'containerStatuses')).toEqual(['warning']);
  expect(tones('initContainers', 'initContainerStatuses')).toEqual(['warning']);
});

test('what makes no pods has none', () => {
  expect(readContainerViews({ spec: { initContainers: [{ name: 'a' }] } })).toEqual([]);
});

test.each([
  ['a workload', { spec: { template: { spec } } }],
  ['a CronJob', { spec: { jobTemplate: { spec: { template: { spec } } } } }],
])('%s has those of its template, without a state', (_what, object) => {
  expect(readContainerViews(object).map(({ name, state }) => [name, state])).toEqual([
    ['migrate', null],
    ['mesh', null],
    ['app', null],
  ]);
});

test('any JSON gives a list', () => {
  const odd = fc.letrec(tie => ({
    value: fc.oneof(
      fc.jsonValue(),
      fc.dictionary(
        fc.constantFrom(
          ...Object.keys(spec.containers[0] ?? {}),
          'spec',
          'containers',
          'valueFrom',
          'volumes',
          'state',
          'status',
          'containerStatuses',
          'name',
        ),
        tie('value'),
        { maxKeys: 4 },
      ),
      fc.array(tie('value'), { maxLength: 3 }),
    ),
  })).value;
  fc.assert(
    fc.property(odd, odd, (container, status) => {
      const read = readContainerViews({
        spec: { containers: [container], volumes: status },
        status: { containerStatuses: [status] },
      });
      return read.length === 1;
    }),
  );
});
