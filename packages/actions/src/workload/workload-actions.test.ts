import { describe, expect, test } from 'vitest';
import { parseJson } from '@lanthorn/base/json-text.ts';
import { getPath } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { applyJsonPatch, isJsonPatch } from '@lanthorn/kube/patch/json-patch.ts';
import { actionRecord, actionsFor, isConfirmed, isFitting } from '../action-records.ts';
import type { Action, Plan } from '../machinery/action.ts';
import { objectState, UNKNOWN_STATE } from '../machinery/object-state.ts';

const NOW = Date.parse('2026-11-28T20:00:00.123Z');
const TEMPLATE = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'app', image: 'web:1' }] } };
const DEPLOYMENT: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop', uid: 'u1', resourceVersion: '7' },
  spec: { replicas: 2, template: TEMPLATE },
};
const NODE: KubeObject = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'node-1', uid: 'n1', resourceVersion: '9' },
  spec: { podCIDR: '10.0.0.0/24' },
};
const RESOURCES = {
  Deployment: { group: 'apps', version: 'v1', resource: 'deployments' },
  Node: { group: '', version: 'v1', resource: 'nodes' },
} as const;

function actionOn(kind: string, { kind: of, metadata }: KubeObject): Action {
  const { namespace = '', name = '', uid = '' } = metadata;
  const resource = RESOURCES[of as keyof typeof RESOURCES];
  return { kind, target: { cluster: 'c', resource, namespace, name, uid }, index: 0, suffix: 's', params: {} };
}
function planOf(kind: string, object: KubeObject): Plan {
  return actionRecord(kind).plan(actionOn(kind, object), object, { context: 'prod', schema: null, now: NOW });
}
/** The object as the server holds it after the request; null where it refuses. */
function afterIt({ request }: Plan, object: KubeObject): KubeObject | null {
  const patch = parseJson(request.body ?? '');
  if (!isJsonPatch(patch)) throw new Error('no patch');
  const patched = applyJsonPatch(object, patch);
  return patched.ok ? patched.value : null;
}
const withSpec = (object: KubeObject, fields: object): KubeObject => ({
  ...object,
  spec: { ...(getPath(object, 'spec') as object), ...fields },
});
const other = (object: KubeObject): KubeObject => ({ ...object, metadata: { ...object.metadata, uid: 'other' } });

describe.each([
  [
    'deployment.pause',
    DEPLOYMENT,
    'paused',
    true,
    'kubectl --context=prod --namespace=shop rollout pause deployment web',
  ],
  [
    'deployment.resume',
    DEPLOYMENT,
    'paused',
    false,
    'kubectl --context=prod --namespace=shop rollout resume deployment web',
  ],
  ['node.cordon', NODE, 'unschedulable', true, 'kubectl --context=prod cordon node-1'],
  ['node.uncordon', NODE, 'unschedulable', false, 'kubectl --context=prod uncordon node-1'],
] as const)('%s', (kind, object, field, to, kubectl) => {
  const before = to ? object : withSpec(object, { [field]: true });

  test('sets the one field of that very object, as kubectl would', () => {
    const plan = planOf(kind, before);
    expect(getPath(afterIt(plan, before), 'spec', field)).toBe(to);
    expect([plan.kubectl, plan.isDone, plan.right.verb]).toEqual([kubectl, false, 'patch']);
    expect(afterIt(plan, other(before))).toBeNull();
    expect(plan.effects.length).toBeGreaterThan(0);
  });

  test('is confirmed by what a real server shows, which leaves out what is false', () => {
    const { confirmation } = planOf(kind, before);
    const answer = to ? withSpec(object, { [field]: true }) : object;
    const seen = { ...answer, metadata: { ...answer.metadata, resourceVersion: '10' } };
    const isSeen = (shown: KubeObject) =>
      isConfirmed({ action: actionOn(kind, object), confirmation, answer: seen }, shown);
    expect([isSeen(seen), isSeen(before)]).toEqual([true, false]);
  });

  test('is offered where it changes something, and is done where it is so already', () => {
    const after = to ? withSpec(object, { [field]: true }) : object;
    const record = actionRecord(kind);
    expect([before, after].map(shown => isFitting(record, objectState(shown)))).toEqual([true, false]);
    expect(isFitting(record, UNKNOWN_STATE)).toBe(true);
    expect(planOf(kind, after).isDone).toBe(true);
    expect([after, before, other(after)].map(shown => record.isOwnWork(actionOn(kind, object), shown))).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('is taken back by what it was before', () => {
    const after = afterIt(planOf(kind, before), before);
    const { target } = actionOn(kind, object);
    expect(actionRecord(kind).inverse({ target, before, after })).toMatchObject({ kind: 'object.edit' });
  });
});

describe('workload.restart', () => {
  const RESTARTED = ['spec', 'template', 'metadata', 'annotations', 'kubectl.kubernetes.io/restartedAt'];

  test.each([
    ['without annotations', TEMPLATE],
    ['with others', { ...TEMPLATE, metadata: { labels: { app: 'web' }, annotations: { team: 'a' } } }],
    ['without metadata', { spec: TEMPLATE.spec }],
    ['with an earlier restart', { ...TEMPLATE, metadata: { annotations: { [RESTARTED[4] as string]: 'before' } } }],
  ])('of a template %s says in it when, and keeps all else', (_name, template) => {
    const object = withSpec(DEPLOYMENT, { template });
    const plan = planOf('workload.restart', object);
    const after = afterIt(plan, object);
    expect(getPath(after, ...RESTARTED)).toBe('2026-11-28T20:00:00Z');
    expect(getPath(after, 'spec', 'template', 'spec')).toEqual(TEMPLATE.spec);
    expect(getPath(after, 'spec', 'template', 'metadata')).toMatchObject({
      ...(template as { readonly metadata?: { readonly labels?: object } }).metadata,
      annotations: { [RESTARTED[4] as string]: '2026-11-28T20:00:00Z' },
    });
    expect(afterIt(plan, other(object))).toBeNull();
    expect(plan.kubectl).toBe('kubectl --context=prod --namespace=shop rollout restart deployment web');
    expect(plan.isDone).toBe(false);
  });

  test('is not offered while the rollout is paused, and has no way back', () => {
    const record = actionRecord('workload.restart');
    expect(isFitting(record, objectState(withSpec(DEPLOYMENT, { paused: true })))).toBe(false);
    expect(isFitting(record, objectState(DEPLOYMENT))).toBe(true);
    const { target } = actionOn('workload.restart', DEPLOYMENT);
    expect(record.inverse({ target, before: DEPLOYMENT, after: DEPLOYMENT })).toBeNull();
  });

  test('planned again after its answer was lost it finds itself done, and no restart of somebody else', () => {
    const after = afterIt(planOf('workload.restart', DEPLOYMENT), DEPLOYMENT) as KubeObject;
    expect([planOf('workload.restart', after).isDone, planOf('workload.restart', DEPLOYMENT).isDone]).toEqual([
      true,
      false,
    ]);
    const foreign = withSpec(DEPLOYMENT, {
      template: { ...TEMPLATE, metadata: { annotations: { [RESTARTED[4] as string]: '2026-11-28T20:00:09Z' } } },
    });
    expect(planOf('workload.restart', foreign).isDone).toBe(false);
  });

  test('says where pods wait until somebody deletes them', () => {
    const told = (spec: object) => planOf('workload.restart', withSpec(DEPLOYMENT, spec)).effects.map(({ key }) => key);
    expect(told({})).toEqual(['effect.podsReplaced']);
    expect(told({ updateStrategy: { type: 'OnDelete' } })).toEqual(['effect.podsWaitForDelete']);
  });
});

test('each kind is offered its own, with its key', () => {
  const offered = (group: string, resource: string) =>
    actionsFor({ group, version: 'v1', resource })
      .filter(({ kind }) => !kind.startsWith('object.'))
      .map(({ kind, key }) => `${kind} ${String(key)}`);
  expect(offered('apps', 'deployments')).toEqual([
    'workload.restart r',
    'deployment.pause p',
    'deployment.resume P',
    'pod.forward null',
  ]);
  expect(offered('apps', 'statefulsets')).toEqual(['workload.restart r', 'pod.forward null']);
  expect(offered('apps', 'daemonsets')).toEqual(['workload.restart r', 'pod.forward null']);
  expect(offered('apps', 'replicasets')).toEqual(['pod.forward null']);
  expect(offered('', 'nodes')).toEqual(['node.cordon p', 'node.uncordon P']);
  expect(offered('', 'pods')).toEqual([
    'pod.shell s',
    'pod.attach null',
    'pod.files null',
    'pod.forward null',
    'pod.evict null',
  ]);
  expect(offered('example.org', 'deployments')).toEqual([]);
});
