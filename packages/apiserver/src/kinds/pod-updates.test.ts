import { expect, test } from 'vitest';
import type { JsonObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { validatePodUpdate } from './pod-updates.ts';

const podOf = (spec: JsonObject, container: JsonObject = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', namespace: 'n' },
  spec: { ...spec, containers: [{ name: 'main', image: 'i', ...container }] },
});

test.each([
  [{ hostNetwork: false, nodeName: '' }, {}],
  [{}, { tty: false, stdin: false, env: [{ name: 'A', value: '' }] }],
  [{}, { livenessProbe: { initialDelaySeconds: 0, periodSeconds: 10 }, volumeMounts: [] }],
])('what a typed client leaves out is no change: %j %j', (spec, container) => {
  const typed = podOf(
    {},
    {
      ...('env' in container ? { env: [{ name: 'A' }] } : {}),
      ...('livenessProbe' in container ? { livenessProbe: { periodSeconds: 10 } } : {}),
    },
  );
  expect(validatePodUpdate(typed, podOf(spec, container))).toEqual([]);
  expect(validatePodUpdate(podOf(spec, container), typed)).toEqual([]);
});

test.each([
  [{ hostNetwork: true }, {}],
  [{ enableServiceLinks: false }, {}],
  [{ nodeSelector: { a: '' } }, {}],
  [{}, { securityContext: { runAsUser: 0 } }],
  [{}, { env: [{ name: 'A', value: 'x' }] }],
])('what Go tells apart is one: %j %j', (spec, container) => {
  expect(validatePodUpdate(podOf(spec, container), podOf({}))).toHaveLength(1);
});
