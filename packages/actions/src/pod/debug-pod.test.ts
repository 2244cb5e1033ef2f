import { describe, expect, test } from 'vitest';
import { parseJson } from '@lanthorn/base/json-text.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { DebugContainer } from '../machinery/action.ts';
import { DEBUG_POD } from './debug-pod.ts';
import { DEBUG_PROFILES } from '../machinery/debug-profile.ts';

const PODS = { group: '', version: 'v1', resource: 'pods' };
const TARGET = { cluster: 'c', resource: PODS, namespace: 'shop', name: 'web-1', uid: 'p1' };
const ASKED: DebugContainer = { name: 'debugger-x', image: 'busybox', target: 'app', profile: 'general' };
const pod = (spec: object = {}): KubeObject => ({
  metadata: { name: 'web-1', namespace: 'shop', uid: 'p1' },
  spec: { containers: [{ name: 'app' }], ...spec },
});
const action = (debug: DebugContainer) => ({
  ...{ kind: 'pod.debug', target: TARGET, index: 0, suffix: 's' },
  params: { debug },
});
const plan = (debug: Partial<DebugContainer> = {}, object = pod()) =>
  DEBUG_POD.plan(action({ ...ASKED, ...debug }), object, { context: 'prod', schema: null, now: 0 });
const sent = (debug: Partial<DebugContainer> = {}) => {
  const body = parseJson(plan(debug).request.body ?? '') as { spec: { ephemeralContainers: object[] } };
  return body.spec.ephemeralContainers[0];
};

describe('pod.debug', () => {
  test('patches the part of that very pod alone, by the right on it', () => {
    const { request, right, kubectl } = plan();
    expect([request.method, request.path]).toEqual(['PATCH', '/api/v1/namespaces/shop/pods/web-1/ephemeralcontainers']);
    expect(request.headers).toEqual({ 'content-type': 'application/strategic-merge-patch+json' });
    expect(parseJson(request.body ?? '')).toEqual({
      metadata: { uid: 'p1' },
      spec: {
        '$setElementOrder/ephemeralContainers': [{ name: 'debugger-x' }],
        ephemeralContainers: [
          {
            ...{ name: 'debugger-x', image: 'busybox', stdin: true, tty: true, terminationMessagePolicy: 'File' },
            targetContainerName: 'app',
            securityContext: { capabilities: { add: ['SYS_PTRACE'] } },
          },
        ],
      },
    });
    expect([right.verb, right.resource, right.name]).toEqual(['patch', 'pods/ephemeralcontainers', 'web-1']);
    expect(kubectl).toBe(
      'kubectl --context=prod --namespace=shop debug web-1 --stdin --tty --image=busybox --container=debugger-x --target=app --profile=general',
    );
  });

  test('stands behind those that were added before', () => {
    const { request } = plan({}, pod({ ephemeralContainers: [{ name: 'first', image: 'a' }] }));
    const order = { '$setElementOrder/ephemeralContainers': [{ name: 'first' }, { name: 'debugger-x' }] };
    expect(parseJson(request.body ?? '')).toMatchObject({ spec: order });
  });

  test('each profile is what kubectl makes of it', () => {
    const contexts = DEBUG_PROFILES.map(
      profile => (sent({ profile }) as { securityContext?: unknown }).securityContext,
    );
    expect(contexts).toEqual([
      { capabilities: { add: ['SYS_PTRACE'] } },
      undefined,
      {
        ...{ runAsNonRoot: true, capabilities: { drop: ['ALL'] }, allowPrivilegeEscalation: false },
        seccompProfile: { type: 'RuntimeDefault' },
      },
      { capabilities: { add: ['NET_ADMIN', 'NET_RAW'] } },
      { privileged: true },
    ]);
    expect(sent({ target: '' })).not.toHaveProperty('targetContainerName');
  });

  test('says what is added, what it sees and may, and that it stays', () => {
    expect(plan({ profile: 'sysadmin' }).effects.map(({ key }) => key)).toEqual([
      ...['effect.debugAdded', 'effect.debugShares', 'effect.debugSysadmin', 'effect.debugStays'],
    ]);
    expect(plan({ target: '', name: 'app' }).effects.map(({ key }) => key)).toEqual([
      ...['effect.debugAdded', 'effect.debugAlone', 'effect.debugGeneral', 'effect.debugStays'],
      'effect.debugNameTaken',
    ]);
  });

  test('that very container being there it is done, and its own work; another of the name is not', () => {
    const there = (more: object = {}) =>
      pod({ ephemeralContainers: [{ name: 'debugger-x', image: 'busybox', targetContainerName: 'app', ...more }] });
    expect([plan({}, there()).isDone, plan({}, there({ image: 'alpine' })).isDone, plan().isDone]).toEqual([
      ...[true, false, false],
    ]);
    expect(DEBUG_POD.isOwnWork(action(ASKED), there())).toBe(true);
    expect(DEBUG_POD.isOwnWork(action(ASKED), pod())).toBe(false);
    expect(DEBUG_POD.inverse({ target: TARGET, before: pod(), after: there() })).toBeNull();
  });
});
