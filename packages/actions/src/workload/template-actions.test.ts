import { describe, expect, test } from 'vitest';
import { parseJson } from '@lanthorn/base/json-text.ts';
import { asObject, getPath } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { applyJsonPatch, isJsonPatch } from '@lanthorn/kube/patch/json-patch.ts';
import { actionRecord } from '../action-records.ts';
import type { ActionParams, ContainerChange } from '../machinery/action.ts';
import { objectState } from '../machinery/object-state.ts';
import { revisionsOf } from './rollback-workload.ts';

const resource = (name: string) => ({ group: 'apps', version: 'v1', resource: name });
const TARGET = { cluster: 'c', resource: resource('deployments'), namespace: 'shop', name: 'web', uid: 'u1' };
const template = (image: string) => ({
  metadata: { labels: { app: 'web' } },
  spec: {
    containers: [
      { name: 'app', image, resources: { requests: { cpu: '1' } }, env: [{ name: 'A', value: '1' }] },
      { name: 'side', image: 'side:1' },
    ],
    initContainers: [{ name: 'init', image: 'init:1' }],
  },
});
const deployment = (fields: object = {}, annotations: Record<string, string> = {}): KubeObject => ({
  ...{ apiVersion: 'apps/v1', kind: 'Deployment' },
  metadata: { name: 'web', namespace: 'shop', uid: 'u1', resourceVersion: '7', annotations },
  spec: { selector: { matchLabels: { app: 'web' } }, template: template('web:3'), ...fields },
});
const plan = (
  kind: string,
  object: KubeObject,
  params: ActionParams,
  related: readonly (readonly KubeObject[])[] = [],
) =>
  actionRecord(kind).plan({ kind, target: TARGET, index: 0, suffix: 's', params }, object, {
    ...{ context: 'prod', schema: null, now: 0, related },
  });

describe('workload.containers', () => {
  const set = (...containers: readonly ContainerChange[]) => plan('workload.containers', deployment(), { containers });
  const IMAGE: ContainerChange = { name: 'app', isInit: false, image: 'web:4' };

  test('sends what is another, by name, under the state it was planned on', () => {
    const { request, isDone, lacks } = set(IMAGE, { name: 'init', isInit: true, image: 'init:2' });
    expect(parseJson(request.body ?? '')).toEqual({
      metadata: { uid: 'u1', resourceVersion: '7' },
      spec: {
        template: {
          spec: {
            containers: [{ name: 'app', image: 'web:4' }],
            initContainers: [{ name: 'init', image: 'init:2' }],
          },
        },
      },
    });
    expect(request.headers).toEqual({ 'content-type': 'application/strategic-merge-patch+json' });
    expect([isDone, lacks]).toEqual([false, null]);
  });

  test('takes away amounts and variables that are emptied; a plain value takes the place of one from elsewhere', () => {
    const { request } = set({ name: 'app', isInit: false, requests: { cpu: null }, env: { A: null, B: 'x' } });
    expect(getPath(parseJson(request.body ?? ''), 'spec', 'template', 'spec', 'containers')).toEqual([
      {
        name: 'app',
        resources: { requests: { cpu: null } },
        env: [
          { name: 'A', $patch: 'delete' },
          { name: 'B', value: 'x', valueFrom: null },
        ],
      },
    ]);
  });

  test('of a container that is not there any more nothing is sent: a merge would add one', () => {
    expect(set({ name: 'gone', isInit: false, image: 'x' }).lacks).toEqual({ what: 'container', name: 'gone' });
    expect(set({ name: 'init', isInit: false, image: 'x' }).lacks).toEqual({ what: 'container', name: 'init' });
  });

  test('is done, and its own work, where all is as wanted', () => {
    const record = actionRecord('workload.containers');
    const isOwn = (containers: readonly ContainerChange[], object = deployment()) =>
      record.isOwnWork({ kind: record.kind, target: TARGET, index: 0, suffix: 's', params: { containers } }, object);
    const so: ContainerChange = {
      ...{ name: 'app', isInit: false, image: 'web:3', requests: { cpu: '1' }, limits: { cpu: null }, env: { A: '1' } },
    };
    expect([set(so).isDone, isOwn([so]), isOwn([IMAGE])]).toEqual([true, true, false]);
    expect(isOwn([so], { ...deployment(), metadata: { uid: 'other' } })).toBe(false);
  });

  test.each([
    [{}, 'effect.rolloutFollows'],
    [{ paused: true }, 'effect.rolloutWaits'],
    [{ strategy: { type: 'Recreate' } }, 'effect.rolloutStopsAll'],
    [{ updateStrategy: { type: 'OnDelete' } }, 'effect.podsWaitForDelete'],
  ])('of a workload with %j it says that %s', (fields, key) => {
    const { effects } = plan('workload.containers', deployment(fields), { containers: [IMAGE] });
    expect(effects).toEqual([
      { key: 'effect.imagesSet', values: { images: 'app: web:3 → web:4' } },
      { key, values: {} },
    ]);
  });

  test('in kubectl’s words, a line for each; what it has no word for is a patch', () => {
    const head = 'kubectl --context=prod --namespace=shop';
    const both: ContainerChange = { ...IMAGE, limits: { memory: '1Gi' }, env: { B: 'x', A: null } };
    expect(set(both).kubectl.split('\n')).toEqual([
      `${head} set image deployment web app=web:4`,
      `${head} set resources deployment web --containers=app --limits=memory=1Gi`,
      `${head} set env deployment web --containers=app B=x A-`,
    ]);
    expect(set({ name: 'app', isInit: false, requests: { cpu: null } }).kubectl).toContain('--type=strategic');
  });

  test('is taken back as an edit, and a CronJob’s template lies deeper', () => {
    const record = actionRecord('workload.containers');
    const outcome = { target: TARGET, before: deployment(), after: deployment() };
    expect(record.inverse(outcome)?.kind).toBe('object.edit');
    const cronJob = { spec: { jobTemplate: { spec: { template: template('web:3') } } }, metadata: { uid: 'u1' } };
    const target = { ...TARGET, resource: { group: 'batch', version: 'v1', resource: 'cronjobs' } };
    const deep = record.plan(
      { kind: record.kind, target, index: 0, suffix: 's', params: { containers: [IMAGE] } },
      cronJob,
      {
        ...{ context: 'prod', schema: null, now: 0 },
      },
    );
    expect(getPath(parseJson(deep.request.body ?? ''), 'spec', 'jobTemplate', 'spec', 'template', 'spec')).toEqual({
      containers: [{ name: 'app', image: 'web:4' }],
    });
    expect(deep.effects.at(-1)?.key).toBe('effect.nextRunsUseIt');
  });
});

const owner = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'u1', controller: true };
const replicaSet = (revision: number, annotations: Record<string, string> = {}, uid = 'u1'): KubeObject => {
  const { metadata, spec } = template(`web:${revision}`);
  return {
    metadata: {
      name: `web-${revision}`,
      annotations: { 'deployment.kubernetes.io/revision': String(revision), ...annotations },
      ownerReferences: [{ ...owner, uid }],
    },
    spec: { template: { metadata: { labels: { ...metadata.labels, 'pod-template-hash': 'x' } }, spec } },
  };
};

describe('workload.rollback', () => {
  const SETS = [
    replicaSet(1),
    replicaSet(3),
    replicaSet(2, { 'kubernetes.io/change-cause': 'two' }),
    replicaSet(9, {}, 'o'),
  ];
  const undo = (revision: number, object = deployment()) =>
    plan('workload.rollback', object, { rollback: { revision } }, [SETS]);
  const after = (revision: number, object = deployment()) => {
    const patch = parseJson(undo(revision, object).request.body ?? '');
    if (!isJsonPatch(patch)) throw new Error('no patch');
    const done = applyJsonPatch(object, patch);
    return done.ok ? done.value : null;
  };

  test('revisions are those of this very object, the newest first', () => {
    expect(revisionsOf('u1', SETS).map(({ number }) => number)).toEqual([3, 2, 1]);
  });

  test('the template comes back without the label of its ReplicaSet; 0 is the one before', () => {
    for (const revision of [2, 0]) expect(getPath(after(revision), 'spec', 'template')).toEqual(template('web:2'));
    expect(undo(2).kubectl).toBe('kubectl --context=prod --namespace=shop rollout undo deployment web --to-revision=2');
    expect(undo(0).kubectl).toBe('kubectl --context=prod --namespace=shop rollout undo deployment web');
  });

  test('annotations are those of the revision, but for those that are the Deployment’s own', () => {
    const own = { 'deployment.kubernetes.io/revision': '3', 'kubectl.kubernetes.io/last-applied-configuration': '{}' };
    const object = deployment({}, { ...own, 'kubernetes.io/change-cause': 'three' });
    expect(getPath(after(2, object), 'metadata', 'annotations')).toEqual({
      ...own,
      'kubernetes.io/change-cause': 'two',
    });
  });

  test('a template that somebody changed meanwhile, or another object of the name, is not overwritten', () => {
    const patch = parseJson(undo(2).request.body ?? '');
    if (!isJsonPatch(patch)) throw new Error('no patch');
    expect(applyJsonPatch(deployment({ template: template('web:5') }), patch).ok).toBe(false);
    expect(applyJsonPatch({ ...deployment(), metadata: { uid: 'other' } }, patch).ok).toBe(false);
  });

  test('to what it is already nothing is sent; to what is not kept neither, and that is said', () => {
    expect([undo(3).isDone, undo(2).isDone]).toEqual([true, false]);
    expect([undo(7).lacks, undo(2).lacks]).toEqual([{ what: 'revision', name: '7' }, null]);
  });

  test('what keeps the chosen one is found by its name: rolled back to, it is the newest and has another number', () => {
    const params = { rollback: { revision: 2, name: 'web-2' } };
    const renumbered = replicaSet(4);
    const kept = { ...replicaSet(2), metadata: { ...renumbered.metadata, name: 'web-2' } };
    const again = plan('workload.rollback', deployment({ template: template('web:2') }), params, [
      [kept, replicaSet(3)],
    ]);
    expect([again.isDone, again.lacks]).toEqual([true, null]);
    expect(plan('workload.rollback', deployment(), params, [[replicaSet(3)]]).lacks).toEqual({
      what: 'revision',
      name: '2',
    });
  });

  test('of a StatefulSet the revision itself is the patch', () => {
    const target = { ...TARGET, resource: resource('statefulsets') };
    const data = { spec: { template: { $patch: 'replace', ...template('web:1') } } };
    const kept = (revision: number): KubeObject => ({
      ...{ metadata: { name: `web-${revision}`, ownerReferences: [owner] }, revision, data },
    });
    const action = { kind: 'workload.rollback', target, index: 0, suffix: 's', params: { rollback: { revision: 1 } } };
    const { request, isDone } = actionRecord('workload.rollback').plan(action, deployment(), {
      ...{ context: 'prod', schema: null, now: 0, related: [[kept(1), kept(2)]] },
    });
    const sent = asObject(parseJson(request.body ?? ''));
    expect(sent).toEqual({ ...data, metadata: { uid: 'u1', resourceVersion: '7' } });
    expect([request.headers?.['content-type'], isDone]).toEqual(['application/strategic-merge-patch+json', false]);
  });

  test('is offered on what keeps revisions, unless the rollout is paused, as kubectl has it', () => {
    const record = actionRecord('workload.rollback');
    const kinds = ['deployments', 'statefulsets', 'daemonsets', 'replicasets'].map(resource);
    expect(kinds.map(record.appliesTo)).toEqual([true, true, true, false]);
    expect([true, false].map(paused => record.fits?.(objectState(deployment({ paused }))))).toEqual([false, true]);
  });

  test.each([
    ['deployments', 'replicasets'],
    ['statefulsets', 'controllerrevisions'],
    ['daemonsets', 'controllerrevisions'],
  ])('revisions of %s are %s that its selector finds', (kind, keeper) => {
    const target = { ...TARGET, resource: resource(kind) };
    expect(actionRecord('workload.rollback').related?.(target, deployment())).toEqual([
      { resource: resource(keeper), namespace: 'shop', labels: 'app=web', isAdvice: false },
    ]);
  });

  test('says which revision it becomes, also where that is the one before, and how the pods follow', () => {
    const said = (revision: number) => undo(revision).effects;
    for (const revision of [2, 0])
      expect(said(revision)).toEqual([
        { key: 'effect.rolledBack', values: { revision: 2, name: 'web' } },
        { key: 'effect.rolloutFollows', values: {} },
      ]);
    expect([undo(2).confirmation, undo(2).clashes]).toEqual([{ type: 'answered' }, []]);
  });

  test('what has no number, or no template, is no revision; where nothing is owned there is none', () => {
    const numberless = { ...replicaSet(5), metadata: { ...replicaSet(5).metadata, annotations: {} } };
    const bare = { ...replicaSet(6), spec: {} };
    const loose = { ...replicaSet(8), metadata: { name: 'loose' } };
    expect(revisionsOf('u1', [numberless, bare, loose, replicaSet(1)]).map(({ number }) => number)).toEqual([1]);
  });

  test('what the controller itself notes on a Deployment is not taken from a revision', () => {
    const notes = ['desired-replicas', 'max-replicas', 'revision-history', 'revision'].map(
      name => `deployment.kubernetes.io/${name}`,
    );
    const noted = (value: string) =>
      Object.fromEntries([...notes, 'deprecated.deployment.rollback.to'].map(name => [name, value]));
    const set = replicaSet(2, { ...noted('2'), mine: 'two' });
    const object = deployment({}, { ...noted('own'), mine: 'three', gone: 'x' });
    const { request } = plan('workload.rollback', object, { rollback: { revision: 2 } }, [[set]]);
    expect(parseJson(request.body ?? '')).toContainEqual({
      ...{ op: 'add', path: '/metadata/annotations', value: { ...noted('own'), mine: 'two' } },
    });
  });
});
