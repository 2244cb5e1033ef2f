import { describe, expect, test } from 'vitest';
import { parseJson } from '@lanthorn/base/json-text.ts';
import type { ApiRequest } from '@lanthorn/kube/api/api-request.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { applyJsonPatch, isJsonPatch } from '@lanthorn/kube/patch/json-patch.ts';
import { applyMergePatch } from '@lanthorn/kube/patch/merge-patch.ts';
import { applyStrategicMergePatch, type PatchSchema } from '@lanthorn/kube/patch/strategic-merge-patch.ts';
import { actionRecord } from './action-records.ts';
import type { ActionParams, ObjectTarget } from './machinery/action.ts';

// What was done and taken back is as it was, and can be done again.

const resource = (group: string, name: string) => ({ group, version: 'v1', resource: name });
const metadata = { name: 'web', namespace: 'shop', uid: 'u1', resourceVersion: '7', labels: { app: 'web' } };
const TEMPLATE = {
  metadata: { labels: { app: 'web' } },
  spec: {
    containers: [
      { name: 'app', image: 'web:1', resources: { requests: { cpu: '1' } }, env: [{ name: 'A', value: '1' }] },
      { name: 'side', image: 'side:1' },
    ],
  },
};
const DEPLOYMENT: KubeObject = { kind: 'Deployment', metadata, spec: { replicas: 2, template: TEMPLATE } };
const CRON_JOB: KubeObject = {
  kind: 'CronJob',
  metadata,
  spec: { schedule: '@daily', timeZone: 'UTC', suspend: false },
};
const amounts = { requests: { cpu: '1', memory: '1Gi' }, limits: { memory: '1Gi' } };
const POD: KubeObject = { kind: 'Pod', metadata, spec: { containers: [{ name: 'app', resources: amounts }] } };
const NODE: KubeObject = { kind: 'Node', metadata, spec: { taints: [{ key: 'a', value: 'v', effect: 'NoSchedule' }] } };
const subjects = ['jo', 'al'].map(name => ({ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name }));
const BINDING: KubeObject = {
  ...{ kind: 'RoleBinding', metadata, subjects },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'view' },
};
const SCALER: KubeObject = { kind: 'HorizontalPodAutoscaler', metadata, spec: { minReplicas: 1, maxReplicas: 3 } };
const CLAIM: KubeObject = {
  kind: 'PersistentVolumeClaim',
  metadata,
  spec: { resources: { requests: { storage: '1Gi' } } },
};

const CASES: readonly (readonly [string, ReturnType<typeof resource>, KubeObject, ActionParams])[] = [
  ['cronjob.suspend', resource('batch', 'cronjobs'), CRON_JOB, {}],
  ['cronjob.resume', resource('batch', 'cronjobs'), { ...CRON_JOB, spec: { schedule: '@daily', suspend: true } }, {}],
  [
    'cronjob.pause',
    resource('batch', 'cronjobs'),
    CRON_JOB,
    { pause: { until: '2026-12-01T00:00:00Z', by: 'jo', reason: '~/' } },
  ],
  [
    'cronjob.reschedule',
    resource('batch', 'cronjobs'),
    CRON_JOB,
    { schedules: { u1: { schedule: '@hourly', timeZone: '' } } },
  ],
  ['deployment.pause', resource('apps', 'deployments'), DEPLOYMENT, {}],
  [
    ...(['workload.containers', resource('apps', 'deployments'), DEPLOYMENT] as const),
    {
      containers: [
        {
          name: 'app',
          isInit: false,
          image: 'web:2',
          requests: { cpu: null, memory: '1Gi' },
          env: { A: null, B: 'x' },
        },
      ],
    },
  ],
  [
    ...(['pod.resize', resource('', 'pods'), POD] as const),
    { resize: { containers: [{ name: 'app', isInit: false, requests: { cpu: '2' }, limits: { memory: '2Gi' } }] } },
  ],
  ['node.cordon', resource('', 'nodes'), NODE, {}],
  [
    ...(['node.taints', resource('', 'nodes'), NODE] as const),
    {
      taints: { wanted: [{ key: 'b', effect: 'NoExecute' }], before: [{ key: 'a', value: 'v', effect: 'NoSchedule' }] },
    },
  ],
  [
    'rbac.revoke',
    resource('rbac.authorization.k8s.io', 'rolebindings'),
    BINDING,
    { revoke: { subject: { kind: 'User', name: 'jo', namespace: '' } } },
  ],
  [
    'autoscaler.bounds',
    { ...resource('autoscaling', 'horizontalpodautoscalers'), version: 'v2' },
    SCALER,
    { bounds: { min: 2, max: 5, from: { min: 1, max: 3 } } },
  ],
  [
    'object.mark',
    resource('', 'persistentvolumeclaims'),
    CLAIM,
    { marks: { labels: { app: null, tier: 'x' }, annotations: { 'a/b': 'y' } } },
  ],
];

const keyed = (mergeKey: string, fields: Readonly<Record<string, PatchSchema>> = {}): PatchSchema => ({
  ...{ field: () => null, mergeKey, strategies: ['merge'] },
  items: of(fields),
});
function of(fields: Readonly<Record<string, PatchSchema>>): PatchSchema {
  return { field: name => fields[name] ?? null, items: null, mergeKey: null, strategies: [] };
}
const CONTAINERS = keyed('name', { env: keyed('name') });
const TYPE = of({ spec: of({ template: of({ spec: of({ containers: CONTAINERS }) }), containers: CONTAINERS }) });

/** The object as the server holds it after a request. */
function sent({ headers = {}, body = '' }: ApiRequest, object: KubeObject): KubeObject {
  const patch = parseJson(body);
  const type = headers['content-type'];
  if (type === 'application/merge-patch+json') return applyMergePatch(object, patch) as KubeObject;
  if (type === 'application/strategic-merge-patch+json')
    return applyStrategicMergePatch(object, patch, TYPE) as KubeObject;
  if (!isJsonPatch(patch)) throw new Error(`no patch: ${body}`);
  const result = applyJsonPatch(object, patch);
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

describe.each(CASES)('%s', (kind, on, before, params) => {
  const target: ObjectTarget = { cluster: 'c', resource: on, namespace: 'shop', name: 'web', uid: 'u1' };
  const planned = (as: string, object: KubeObject, given: ActionParams) =>
    actionRecord(as).plan({ kind: as, target, index: 0, suffix: 's', params: given }, object, {
      ...{ context: 'prod', schema: null, now: Date.UTC(2026, 10, 29), related: [[], []] },
    });
  const done = (object: KubeObject) => sent(planned(kind, object, params).request, object);

  test('does what it says once: of what it left nothing is left to do', () => {
    const after = done(before);
    expect(after).not.toEqual(before);
    expect(planned(kind, before, params).isDone).toBe(false);
    expect(planned(kind, after, params).isDone).toBe(true);
  });

  test('is taken back to what was before, and done again to the same', () => {
    const after = done(before);
    const undo = actionRecord(kind).inverse({ target, before, after });
    if (undo === null) throw new Error('no way back');
    const back = planned(undo.kind, after, undo.params);
    expect([back.clashes, back.isDone]).toEqual([[], false]);
    const restored = sent(back.request, after);
    expect(withoutEmpty(restored)).toEqual(withoutEmpty(before));
    expect(withoutEmpty(done(restored))).toEqual(withoutEmpty(after));
    expect(planned(undo.kind, restored, undo.params).isDone).toBe(true);
  });

  test('what somebody else did meanwhile stays when it is taken back', () => {
    const after = done(before);
    const others = { ...after, metadata: { ...after.metadata, labels: { ...after.metadata.labels, other: 'x' } } };
    const undo = actionRecord(kind).inverse({ target, before, after });
    const back = planned(undo?.kind ?? '', others, undo?.params ?? {});
    expect(back.clashes).toEqual([]);
    const restored = sent(back.request, others);
    expect(restored.metadata.labels).toEqual({ ...before.metadata.labels, other: 'x' });
  });

  test('nothing is taken back of what was not recorded', () => {
    expect(actionRecord(kind).inverse({ target, before: null, after: before })).toBeNull();
    expect(actionRecord(kind).inverse({ target, before, after: null })).toBeNull();
  });
});

/** A list or map that became empty is to Kubernetes as if there were none. */
function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, entry]) => [key, withoutEmpty(entry)] as const);
  return Object.fromEntries(
    entries.filter(([, entry]) => typeof entry !== 'object' || entry === null || Object.keys(entry).length > 0),
  );
}
