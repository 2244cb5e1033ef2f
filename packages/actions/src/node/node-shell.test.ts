import { describe, expect, test } from 'vitest';
import { parseJson } from '@lanthorn/base/json-text.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { NodeShell } from '../machinery/action.ts';
import { DEBUG_PROFILES } from '../machinery/debug-profile.ts';
import { isLeftNodeShell, NODE_SHELL, NODE_SHELL_LABEL, nodeShellName } from './node-shell.ts';

const NODES = { group: '', version: 'v1', resource: 'nodes' };
const TARGET = { cluster: 'c', resource: NODES, namespace: '', name: 'node-1', uid: 'n1' };
const NODE: KubeObject = { metadata: { name: 'node-1', uid: 'n1' } };
const ASKED: NodeShell = { namespace: 'ops', name: 'node-debugger-node-1-x', image: 'busybox', profile: 'general' };
const action = (nodeShell: Partial<NodeShell> = {}) => ({
  ...{ kind: 'node.shell', target: TARGET, index: 0, suffix: 'x' },
  params: { nodeShell: { ...ASKED, ...nodeShell } },
});
const plan = (nodeShell: Partial<NodeShell> = {}) =>
  NODE_SHELL.plan(action(nodeShell), NODE, { context: 'prod', schema: null, now: 0 });
const sent = (nodeShell: Partial<NodeShell> = {}) =>
  parseJson(plan(nodeShell).request.body ?? '') as KubeObject & { spec: Record<string, unknown> };

describe('node.shell', () => {
  test('makes the pod that kubectl debug makes, on that node, with a label and an end, by the right to create pods there', () => {
    const { request, right, kubectl, confirmation } = plan();
    expect([request.method, request.path]).toEqual(['POST', '/api/v1/namespaces/ops/pods']);
    expect(sent()).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: ASKED.name, namespace: 'ops', labels: { 'lanthorn.dev/node-shell': 'true' } },
      spec: {
        ...{ nodeName: 'node-1', restartPolicy: 'Never', activeDeadlineSeconds: 14_400 },
        terminationGracePeriodSeconds: 1,
        tolerations: [{ operator: 'Exists' }],
        ...{ hostPID: true, hostNetwork: true, hostIPC: true },
        volumes: [{ name: 'host-root', hostPath: { path: '/' } }],
        containers: [
          {
            ...{ name: 'debugger', image: 'busybox', stdin: true, tty: true, terminationMessagePolicy: 'File' },
            volumeMounts: [{ name: 'host-root', mountPath: '/host' }],
          },
        ],
      },
    });
    expect(right).toEqual({ verb: 'create', group: '', resource: 'pods', namespace: 'ops', name: '' });
    expect(confirmation).toMatchObject({ type: 'exists', namespace: 'ops', name: ASKED.name });
    expect(kubectl).toBe(
      'kubectl --context=prod --namespace=ops debug node/node-1 --stdin --tty --image=busybox --profile=general',
    );
  });

  test('each profile sees of the node and may do there what kubectl makes of it, and says so', () => {
    const made = DEBUG_PROFILES.map(profile => {
      const { spec } = sent({ profile });
      const [container] = spec['containers'] as readonly { securityContext?: object; volumeMounts?: object }[];
      const [, sees, may] = plan({ profile }).effects.map(({ key }) => key.replace(/^effect\.(nodeShell|debug)/, ''));
      const has = [spec['hostPID'] === true, container?.volumeMounts !== undefined];
      return [profile, ...has, Object.keys(container?.securityContext ?? {}), sees, may];
    });
    expect(made).toEqual([
      ['general', true, true, [], 'SeesAll', 'Baseline'],
      ['baseline', false, false, [], 'SeesNothing', 'Baseline'],
      [
        ...['restricted', false, false],
        ['runAsNonRoot', 'capabilities', 'allowPrivilegeEscalation', 'seccompProfile'],
        ...['SeesNothing', 'Restricted'],
      ],
      ['netadmin', true, false, ['capabilities'], 'SeesProcesses', 'Netadmin'],
      ['sysadmin', true, true, ['privileged'], 'SeesAll', 'Sysadmin'],
    ]);
  });

  test('its own pod is its work, another of the name is not; taken back that very pod goes', () => {
    const own: KubeObject = { ...sent(), metadata: { ...sent().metadata, uid: 'p1' } };
    expect(NODE_SHELL.isOwnWork(action(), own)).toBe(true);
    expect(NODE_SHELL.isOwnWork(action({ image: 'other' }), own)).toBe(false);
    expect(NODE_SHELL.isOwnWork(action(), { ...own, metadata: { name: ASKED.name } })).toBe(false);
    expect(NODE_SHELL.inverse({ target: TARGET, before: NODE, after: own })).toMatchObject({
      kind: 'object.delete',
      target: { resource: { resource: 'pods' }, namespace: 'ops', name: ASKED.name, uid: 'p1' },
    });
    expect(NODE_SHELL.inverse({ target: TARGET, before: NODE, after: null })).toBeNull();
  });
});

test.each([
  ['node-1', 'node-debugger-node-1-x7k2p'],
  [
    `ip-10-0-0-1.${'eu-central-1.'.repeat(4)}internal`,
    'node-debugger-ip-10-0-0-1.eu-central-1.eu-central-1.eu-ce-x7k2p',
  ],
  [`${'a'.repeat(42)}.b`, `node-debugger-${'a'.repeat(42)}-x7k2p`],
])('a pod on %s is called %s', (node, name) => {
  expect(nodeShellName(node, 'x7k2p')).toBe(name);
  expect(name.length).toBeLessThanOrEqual(63);
});

describe('what is left of one', () => {
  const DAY = '2026-11-29T';
  const LEFT: KubeObject = {
    metadata: {
      name: 'node-debugger-node-1-x7k2p',
      labels: { [NODE_SHELL_LABEL]: 'true' },
      creationTimestamp: `${DAY}08:00:00Z`,
    },
    spec: { activeDeadlineSeconds: 14_400, restartPolicy: 'Never', containers: [{ name: 'debugger' }] },
    status: { phase: 'Failed' },
  };
  const { metadata, spec } = LEFT as KubeObject & { spec: object };
  const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'a', uid: 'r' };

  test.each<readonly [string, KubeObject, string, boolean]>([
    ['it has ended, past its deadline', LEFT, '12:00:01', true],
    ['it ended well', { ...LEFT, status: { phase: 'Succeeded' } }, '12:00:01', true],
    ['its deadline is not over', LEFT, '11:59:59', false],
    ['it runs', { ...LEFT, status: { phase: 'Running' } }, '23:00:00', false],
    ['it has no deadline', { ...LEFT, spec: { ...spec, activeDeadlineSeconds: null } }, '23:00:00', false],
    ['it has no label', { ...LEFT, metadata: { ...metadata, labels: {} } }, '23:00:00', false],
    ['it has another name', { ...LEFT, metadata: { ...metadata, name: 'web-1' } }, '23:00:00', false],
    ['it has an owner', { ...LEFT, metadata: { ...metadata, ownerReferences: [owner] } }, '23:00:00', false],
    [
      'it has two containers',
      { ...LEFT, spec: { ...spec, containers: [{ name: 'debugger' }, {}] } },
      '23:00:00',
      false,
    ],
    ['its container is another', { ...LEFT, spec: { ...spec, containers: [{ name: 'app' }] } }, '23:00:00', false],
    ['it is run again', { ...LEFT, spec: { ...spec, restartPolicy: 'Always' } }, '23:00:00', false],
    [
      'it is being deleted',
      { ...LEFT, metadata: { ...metadata, deletionTimestamp: `${DAY}09:00:00Z` } },
      '23:00:00',
      false,
    ],
    ['it was made at no time', { ...LEFT, metadata: { ...metadata, creationTimestamp: null } }, '23:00:00', false],
  ])('%s', (_what, pod, at, isLeft) => {
    expect(isLeftNodeShell(pod, Date.parse(`${DAY}${at}Z`))).toBe(isLeft);
  });
});
