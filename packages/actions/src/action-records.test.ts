import { expect, test } from 'vitest';
import type { GroupVersionResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { ActionRecord, Confirmation } from './machinery/action.ts';
import { UNKNOWN_STATE } from './machinery/object-state.ts';
import {
  ACTION_RECORDS,
  actionRecord,
  actionsFor,
  formsFor,
  isConfirmed,
  isFitting,
  offersFor,
} from './action-records.ts';

const RECORDS: readonly ActionRecord[] = ACTION_RECORDS;
const resource = (name: string, group = 'batch'): GroupVersionResource => ({ group, version: 'v1', resource: name });
const kinds = (isMeant: (record: ActionRecord) => boolean) => RECORDS.filter(isMeant).map(({ kind }) => kind);

test('on an object is offered what a person does with it, the most likely first, each with its key', () => {
  const offered = (of: GroupVersionResource) => actionsFor(of).map(({ kind, key }) => `${kind} ${String(key)}`);
  const [job, cronJob] = [
    ['job.rerun r', 'job.suspend p', 'job.resume P', 'job.clean null', 'pod.forward null'],
    ['cronjob.run r', 'cronjob.suspend p', 'cronjob.resume P'],
  ];
  expect(offered(resource('cronjobs'))).toEqual([...cronJob, 'object.delete Delete']);
  expect(offered(resource('jobs'))).toEqual([...job, 'object.delete Delete']);
  expect(offered(resource('pods', ''))).toEqual([
    'pod.shell s',
    'pod.attach null',
    'pod.files null',
    'pod.forward null',
    'pod.evict null',
    'object.delete Delete',
  ]);
  // The cluster writes events, and the values of Secrets are not known here. Of other kinds nothing is known: what any object can be done to is offered, and the server has the last word.
  expect(offered(resource('events', ''))).toEqual([]);
  expect(offered(resource('secrets', ''))).toEqual(['object.delete Delete']);
  expect(offered(resource('cronjobs', 'example.org'))).toEqual(['object.delete Delete']);
});

test('what begins with a form stands among the rest by its likelihood, and what destroys at the end', () => {
  const offers = offersFor({ group: 'apps', version: 'v1', resource: 'deployments' });
  expect(offers.map(({ record, form }) => form ?? record.kind)).toEqual([
    'workload.restart',
    'scale',
    'containers',
    'rollback',
    'deployment.pause',
    'deployment.resume',
    'pod.forward',
    'mark',
    'object.delete',
  ]);
});

test('what is not offered has no key: it follows from a screen of its own, or takes something back', () => {
  const hidden = ['pause', 'reschedule', 'backfill'].map(name => `cronjob.${name}`);
  const withForm = [
    ...[
      'workload.scale',
      'workload.containers',
      'workload.rollback',
      'node.taints',
      'node.drain',
      'node.shell',
      'pod.putFile',
      'pod.saveFile',
      'pod.debug',
      'pod.resize',
    ],
    ...['autoscaler.bounds', 'claim.grow', 'rbac.grant', 'rbac.revoke'],
  ];
  expect(kinds(record => !record.isOffered)).toEqual([
    ...hidden,
    ...withForm,
    'pack.action',
    'secret.reveal',
    'secret.keys',
    'object.mark',
    'object.edit',
    'object.apply',
    'object.create',
  ]);
  expect(kinds(record => !record.isOffered && record.key !== null)).toEqual([]);
});

test('a form begins what needs an answer', () => {
  expect(formsFor(resource('cronjobs')).map(({ kind, form }) => [kind, form])).toEqual([
    ['cronjob.run', 'run'],
    ['cronjob.pause', 'pause'],
    ['cronjob.reschedule', 'schedule'],
    ['job.clean', 'finished'],
    ['workload.containers', 'containers'],
    ['object.mark', 'mark'],
  ]);
  expect(formsFor(resource('jobs')).map(({ form }) => form)).toEqual(['mark']);
  expect(formsFor(resource('events', ''))).toEqual([]);
  expect(formsFor(resource('secrets', '')).map(({ form }) => form)).toEqual(['mark']);
  // Of a custom kind its objects say whether they count pods.
  expect(formsFor(resource('cronjobs', 'example.org')).map(({ form }) => form)).toEqual(['scale', 'mark']);
  const scale = actionRecord('workload.scale');
  expect([true, false, null].map(hasReplicas => isFitting(scale, { ...UNKNOWN_STATE, hasReplicas }))).toEqual([
    ...[true, false, false],
  ]);
});

test('what takes something away says so, and is not done too early', () => {
  expect(kinds(({ tone }) => tone !== 'plain')).toEqual([
    ...['job.clean', 'node.drain', 'pod.evict', 'rbac.revoke', 'object.delete'],
  ]);
  expect(kinds(({ tone, guard }) => tone === 'danger' && guard === 'contents')).toEqual(['job.clean', 'object.delete']);
  expect(kinds(({ guard }) => guard !== null)).toEqual(['job.clean', 'object.delete']);
});

test('everything needs its object, but what makes it anew; gone is as wanted only of a delete', () => {
  expect(kinds(({ needs }) => needs === 'absent')).toEqual(['rbac.grant', 'object.create']);
  expect(kinds(({ needs }) => needs !== 'present')).toEqual(['rbac.grant', 'object.apply', 'object.create']);
  expect(kinds(({ goneIsDone }) => goneIsDone)).toEqual(['job.clean', 'node.drain', 'pod.evict', 'object.delete']);
});

test('Jobs that are made are followed to their result; only those of missed times wait for one another', () => {
  expect(kinds(({ follows }) => follows === 'job')).toEqual(['cronjob.run', 'cronjob.backfill', 'job.rerun']);
  expect(kinds(({ follows }) => follows !== null)).toHaveLength(3);
  const params = { backfill: { slots: [1, 2], env: '', atOnce: 2 } };
  expect(RECORDS.map(({ atOnce }) => atOnce?.(params)).filter(count => count !== undefined)).toEqual([2, 50, 50]);
  expect(actionRecord('cronjob.backfill').atOnce?.({})).toBeUndefined();
});

test('a kind nobody knows is a fault of the program, told by its name', () => {
  expect(actionRecord('job.rerun').kind).toBe('job.rerun');
  expect(() => actionRecord('job.nothing')).toThrow('job.nothing');
});

test.each([
  ['cronjob.pause', { isSuspended: false, isFinished: null }, true],
  ['cronjob.pause', { isSuspended: true, isFinished: null }, false],
  ['cronjob.pause', { isSuspended: null, isFinished: null }, true],
  ['job.suspend', { isSuspended: true, isFinished: false }, false],
  ['job.suspend', { isSuspended: false, isFinished: true }, false],
  ['job.resume', { isSuspended: true, isFinished: true }, false],
  ['object.edit', { isSuspended: true, isFinished: true }, true],
])('%s of %j makes sense: %s', (kind, state, expected) => {
  expect(isFitting(actionRecord(kind), { ...UNKNOWN_STATE, ...state })).toBe(expected);
});

const target = { cluster: 'c', resource: resource('jobs'), namespace: 'n', name: 'a', uid: 'u' };
const object = (fields: object = {}): KubeObject => ({ metadata: { uid: 'u', resourceVersion: '20' }, ...fields });
const answered = (resourceVersion: string) => object({ metadata: { uid: 'u', resourceVersion } });
const EXISTS: Confirmation = { type: 'exists', resource: target.resource, namespace: 'n', name: 'a' };
const READY: Confirmation = { type: 'condition', condition: 'Ready' };
const FIELD: Confirmation = { type: 'field', path: ['spec', 'x'], value: { y: [1] } };

test.each<[string, Confirmation, KubeObject | null, KubeObject | null, boolean]>([
  ['there is one', EXISTS, null, object(), true],
  ['there is none', EXISTS, null, null, false],
  ['the field is as wanted', FIELD, null, object({ spec: { x: { y: [1] } } }), true],
  ['the field is another', FIELD, null, object({ spec: { x: { y: [2] } } }), false],
  ['the field has no object', FIELD, null, null, false],
  ['what the server answered is seen', { type: 'answered' }, answered('20'), object(), true],
  ['something newer is seen', { type: 'answered' }, answered('9'), object(), true],
  ['something older is seen', { type: 'answered' }, answered('21'), object(), false],
  ['nothing was answered', { type: 'answered' }, null, object(), true],
  ['what was answered is not there', { type: 'answered' }, answered('20'), null, false],
  ['its condition is true', READY, null, object({ status: { conditions: [{ type: 'Ready', status: 'True' }] } }), true],
  [
    'its condition is not true',
    READY,
    null,
    object({ status: { conditions: [{ type: 'Ready', status: 'False' }] } }),
    false,
  ],
  ['it has no such condition', READY, null, object(), false],
  ['it is gone', { type: 'gone' }, null, null, true],
  ['another has its name', { type: 'gone' }, null, object({ metadata: { uid: 'other' } }), true],
  ['it is still there', { type: 'gone' }, null, object(), false],
])('%s: an effect is seen, or not', (_title, confirmation, answer, seen, expected) => {
  const action = { kind: 'x', target, index: 0, suffix: 's', params: {} };
  expect(isConfirmed({ action, confirmation, answer }, seen)).toBe(expected);
});
