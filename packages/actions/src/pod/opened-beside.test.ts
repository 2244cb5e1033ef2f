import { describe, expect, test } from 'vitest';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { actionRecord } from '../action-records.ts';
import type { ActionParams, ObjectTarget } from '../machinery/action.ts';
import { objectState, UNKNOWN_STATE } from '../machinery/object-state.ts';
import { forwardLine } from './forward-port.ts';
import { FILE_LINES } from './open-files.ts';
import { terminalLine } from './open-terminal.ts';

// What changes nothing in the cluster: terminals, ports, files, and a value that is shown.

const core = (resource: string) => ({ group: '', version: 'v1', resource });
const apps = (resource: string) => ({ group: 'apps', version: 'v1', resource });
const target = (resource = core('pods'), name = 'web-1'): ObjectTarget => ({
  ...{ cluster: 'c', resource, namespace: 'shop', name, uid: 'u1' },
});
const POD: KubeObject = { kind: 'Pod', metadata: { name: 'web-1', namespace: 'shop', uid: 'u1' } };
const plan = (kind: string, of: ObjectTarget, params: ActionParams = {}) =>
  actionRecord(kind).plan({ kind, target: of, index: 0, suffix: 's', params }, POD, {
    ...{ context: 'prod', schema: null, now: 0 },
  });

test.each([
  ['pod.shell', target(), 'POST', '/api/v1/namespaces/shop/pods/web-1/exec', 'create', 'pods/exec', 'web-1'],
  ['pod.attach', target(), 'POST', '/api/v1/namespaces/shop/pods/web-1/attach', 'create', 'pods/attach', 'web-1'],
  [
    'pod.forward',
    target(),
    'POST',
    '/api/v1/namespaces/shop/pods/web-1/portforward',
    'create',
    'pods/portforward',
    'web-1',
  ],
  // `kubectl cp` is a command in the container, and asks for no right on files.
  ['pod.files', target(), 'POST', '/api/v1/namespaces/shop/pods/web-1/exec', 'create', 'pods/exec', 'web-1'],
  ['pod.putFile', target(), 'POST', '/api/v1/namespaces/shop/pods/web-1/exec', 'create', 'pods/exec', 'web-1'],
  ['pod.saveFile', target(), 'POST', '/api/v1/namespaces/shop/pods/web-1/exec', 'create', 'pods/exec', 'web-1'],
  // Which pod it leads to may be another each time: the right is on any.
  [
    ...(['pod.forward', target(core('services'), 'web'), 'POST'] as const),
    ...(['/api/v1/namespaces/shop/pods/POD/portforward', 'create', 'pods/portforward', ''] as const),
  ],
  ['secret.reveal', target(core('secrets'), 'db'), 'GET', '/api/v1/namespaces/shop/secrets/db', 'get', 'secrets', 'db'],
] as const)(
  '%s of %j asks by the right that the API server asks for',
  (kind, of, method, path, verb, resource, name) => {
    const { request, right } = plan(kind, of);
    expect([request.method, request.path, request.body]).toEqual([method, path, undefined]);
    expect(right).toEqual({ verb, group: '', resource, namespace: 'shop', name });
    expect(actionRecord(kind).right(of)).toEqual(right);
  },
);

test.each(['pod.shell', 'pod.attach', 'pod.forward', 'pod.files', 'pod.putFile', 'pod.saveFile', 'secret.reveal'])(
  '%s is no change: never done, nobody’s work, never taken back',
  kind => {
    const { isOwnWork, inverse, follows, goneIsDone } = actionRecord(kind);
    const { isDone, clashes, confirmation } = plan(kind, target());
    expect([isDone, clashes, confirmation, follows, goneIsDone]).toEqual([
      false,
      [],
      { type: 'answered' },
      null,
      false,
    ]);
    expect(isOwnWork({ kind, target: target(), index: 0, suffix: 's', params: {} }, POD)).toBe(false);
    expect(inverse({ target: target(), before: POD, after: POD })).toBeNull();
  },
);

test.each([
  ['pod.shell', ['pods']],
  ['pod.attach', ['pods']],
  ['pod.files', ['pods']],
  ['pod.putFile', ['pods']],
  ['pod.saveFile', ['pods']],
  [
    'pod.forward',
    ['pods', 'services', 'replicationcontrollers', 'deployments', 'statefulsets', 'daemonsets', 'replicasets', 'jobs'],
  ],
  ['secret.reveal', ['secrets']],
])('%s is had on %j', (kind, wanted) => {
  const all = [
    ...['pods', 'services', 'replicationcontrollers', 'secrets', 'configmaps', 'nodes'].map(core),
    ...['deployments', 'statefulsets', 'daemonsets', 'replicasets', 'controllerrevisions'].map(apps),
    ...[
      { group: 'batch', version: 'v1', resource: 'jobs' },
      { group: 'metrics.k8s.io', version: 'v1', resource: 'pods' },
      { group: 'a.io', version: 'v1', resource: 'secrets' },
    ],
  ];
  expect(all.filter(actionRecord(kind).appliesTo).map(({ resource }) => resource)).toEqual(wanted);
});

test.each(['pod.shell', 'pod.attach', 'pod.forward', 'pod.files'])('%s is offered until the pod has ended', kind => {
  const { fits } = actionRecord(kind);
  const inPhase = (phase: string) => fits?.(objectState({ ...POD, status: { phase } }));
  expect(['Pending', 'Running', 'Unknown', 'Succeeded', 'Failed'].map(inPhase)).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
  expect(fits?.(UNKNOWN_STATE)).toBe(true);
});

describe('the line of kubectl', () => {
  const line = { container: 'app', command: ['sh', '-c', "echo 'hi'"], takesInput: true, isTerminal: true };

  test.each([
    ['a command in a container', line, `exec web-1 --container=app --stdin --tty -- sh -c 'echo '\\''hi'\\'''`],
    ['in the one that is meant', { ...line, container: '', command: ['bash'] }, 'exec web-1 --stdin --tty -- bash'],
    ['what runs there', { ...line, command: [] }, 'attach web-1 --container=app --stdin --tty'],
    ['only watched', { ...line, command: [], takesInput: false, isTerminal: false }, 'attach web-1 --container=app'],
    ['without a screen', { ...line, command: ['cat'], isTerminal: false }, 'exec web-1 --container=app --stdin -- cat'],
  ])('opens %s', (_title, given, words) => {
    expect(terminalLine(target(), 'prod', given)).toBe(`kubectl --context=prod --namespace=shop ${words}`);
  });

  test.each([
    [core('pods'), 'web-1', { port: 80, local: 8080 }, 'pod/web-1 8080:80'],
    [core('services'), 'web', { port: 443, local: 0 }, 'service/web :443'],
    [apps('deployments'), 'web', { port: null, local: 0 }, 'deployment/web :PORT'],
  ])('forwards to %j %s', (resource, name, ports, words) => {
    expect(forwardLine(target(resource, name), 'prod', ports)).toBe(
      `kubectl --context=prod --namespace=shop port-forward ${words}`,
    );
  });

  test('shows a value whatever its key is called, and says which', () => {
    const { kubectl, effects } = plan('secret.reveal', target(core('secrets'), 'db'), { reveal: { key: 'a"b\\c' } });
    expect(kubectl).toBe(
      String.raw`kubectl --context=prod --namespace=shop get secret db -o 'go-template={{index .data "a\"b\\c" | base64decode}}'`,
    );
    expect(effects).toEqual([{ key: 'effect.valueRevealed', values: { key: 'a"b\\c', name: 'db' } }]);
  });
});

test('nothing leads to the pods of a Job that is suspended: it has none', () => {
  const { fits } = actionRecord('pod.forward');
  const job = { kind: 'Job', metadata: { name: 'j' } };
  expect([true, false].map(suspend => fits?.(objectState({ ...job, spec: { suspend } })))).toEqual([false, true]);
});

test('what is offered beside an object opens its own part of the page; what is done there is not offered again', () => {
  const told = ['pod.shell', 'pod.attach', 'pod.forward', 'pod.files', 'pod.putFile', 'pod.saveFile'].map(kind => {
    const { opens, isOffered } = actionRecord(kind);
    return [kind, opens, isOffered];
  });
  expect(told).toEqual([
    ['pod.shell', 'shell', true],
    ['pod.attach', 'attach', true],
    ['pod.forward', 'ports', true],
    ['pod.files', 'files', true],
    ['pod.putFile', 'files', false],
    ['pod.saveFile', 'files', false],
  ]);
});

test.each([
  ['list', 'exec web-1 --container=app -- ls -la /var/log'],
  ['read', 'exec web-1 --container=app -- cat /var/log'],
  ['fetch', 'cp web-1:/var/log ./log --container=app'],
  ['put', 'cp ./log web-1:/var/log --container=app'],
  ['save', 'exec web-1 --container=app --stdin -- tee /var/log'],
] as const)('by hand, to %s is one line of kubectl', (what, words) => {
  const line = FILE_LINES[what](target(), 'prod', { container: 'app', path: '/var/log', here: 'log' });
  expect(line).toBe(`kubectl --context=prod --namespace=shop ${words}`);
});

test('a path that a shell would take apart is one word of the line', () => {
  const file = { container: 'app', path: "/tmp/it's here", here: 'x' };
  expect(FILE_LINES.read(target(), 'prod', file)).toMatch(/ -- cat '\/tmp\/it'\\''s here'$/);
});
