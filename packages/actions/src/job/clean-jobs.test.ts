import { expect, test } from 'vitest';
import { parseJson } from '@lanthorn/base/json-text.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { actionRecord, actionsFor, formsFor, isFitting, offersFor } from '../action-records.ts';
import { objectState } from '../machinery/object-state.ts';

const JOBS = { group: 'batch', version: 'v1', resource: 'jobs' };
const CRONJOBS = { ...JOBS, resource: 'cronjobs' };
const NAMESPACES = { group: '', version: 'v1', resource: 'namespaces' };
const TARGET = { cluster: 'c', resource: JOBS, namespace: 'shop', name: 'nightly-1', uid: 'u1' };
const job = (type?: string): KubeObject => ({
  metadata: {
    name: 'nightly-1',
    namespace: 'shop',
    uid: 'u1',
    resourceVersion: '7',
    creationTimestamp: '2026-11-22T03:00:00Z',
  },
  status: type === undefined ? {} : { conditions: [{ type, status: 'True' }] },
});
const record = actionRecord('job.clean');
const action = { kind: 'job.clean', target: TARGET, index: 0, suffix: 's', params: {} };
const planOf = (object: KubeObject) => record.plan(action, object, { context: 'prod', schema: null, now: 0 });

test('deletes that very finished Job in that very state, and what it owns after it', () => {
  const { request, lacks, confirmation, effects } = planOf(job('Complete'));
  expect([request.method, request.path, lacks, confirmation.type]).toEqual([
    ...['DELETE', '/apis/batch/v1/namespaces/shop/jobs/nightly-1', null, 'gone'],
  ]);
  expect(parseJson(request.body ?? '')).toMatchObject({
    preconditions: { uid: 'u1', resourceVersion: '7' },
    propagationPolicy: 'Background',
  });
  expect(effects.map(({ key }) => key)).toEqual(['effect.objectDeleted', 'effect.podsGo', 'effect.jobsWouldRunAgain']);
});

test('one that has not come to its end is refused, whoever named it; one that is gone is as wanted', () => {
  expect(planOf(job()).lacks).toEqual({ what: 'endOfJob', name: 'nightly-1' });
  expect(planOf(job('Failed')).lacks).toBeNull();
  expect([planOf({ metadata: { uid: 'u1' } }).lacks, record.goneIsDone]).toEqual([null, true]);
});

test('begins on what holds Jobs, is offered on many Jobs, and acts on nothing but Jobs', () => {
  for (const holder of [CRONJOBS, NAMESPACES]) {
    expect(formsFor(holder).map(({ kind }) => kind)).toContain('job.clean');
    expect(actionsFor(holder).map(({ kind }) => kind)).not.toContain('job.clean');
    expect(record.appliesTo(holder)).toBe(false);
  }
  expect(offersFor(JOBS).filter(offer => offer.record.kind === 'job.clean')).toEqual([{ record, form: null }]);
  expect([
    record.isOfMany,
    isFitting(record, objectState(job())),
    isFitting(record, objectState(job('Failed'))),
  ]).toEqual([...[true, false, true]]);
});

test('asks for the right where the Jobs are', () => {
  const of = (resource: typeof JOBS, namespace: string, name: string) => {
    const right = record.right({ ...TARGET, resource, namespace, name });
    return [right.verb, right.resource, right.namespace, right.name];
  };
  expect(of(JOBS, 'shop', 'nightly-1')).toEqual(['delete', 'jobs', 'shop', 'nightly-1']);
  expect(of(CRONJOBS, 'shop', 'nightly')).toEqual(['delete', 'jobs', 'shop', '']);
  expect(of(NAMESPACES, '', 'shop')).toEqual(['delete', 'jobs', 'shop', '']);
});

test('cannot be taken back: made again it would run again', () => {
  expect(record.inverse({ target: TARGET, before: job('Complete'), after: null })).toBeNull();
});
