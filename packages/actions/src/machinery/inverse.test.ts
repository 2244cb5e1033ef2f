import { expect, test } from 'vitest';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { actionRecord } from '../action-records.ts';
import { CRONJOBS, JOBS } from './batch-resources.ts';

const target = { cluster: 'c', resource: CRONJOBS, namespace: 'n', name: 'a', uid: 'u' };
const object = (uid: string, spec: object = {}): KubeObject => ({ metadata: { name: `name-${uid}`, uid }, spec });
const [before, after] = [object('u', { x: 1 }), object('u', { x: 2 })];
const undo = (kind: string, outcome: { before?: KubeObject; after?: KubeObject }) =>
  actionRecord(kind).inverse({ target, before: outcome.before ?? null, after: outcome.after ?? null });

test.each([
  'object.edit',
  'cronjob.suspend',
  'cronjob.resume',
  'cronjob.pause',
  'cronjob.reschedule',
  'job.suspend',
  'job.resume',
])('%s is taken back by an edit from what it left to what was', kind => {
  expect(undo(kind, { before, after })).toEqual({
    kind: 'object.edit',
    target,
    params: { edit: { base: after, mine: before, choices: {} } },
  });
  expect([undo(kind, { before }), undo(kind, { after })]).toEqual([null, null]);
});

test.each([
  ['cronjob.run', JOBS],
  ['cronjob.backfill', JOBS],
  ['job.rerun', JOBS],
  ['object.create', CRONJOBS],
])('%s is taken back by deleting the very object it made', (kind, resource) => {
  const made = { cluster: 'c', resource, namespace: 'n', name: 'name-made', uid: 'made' };
  expect(undo(kind, { before, after: object('made') })).toEqual({ kind: 'object.delete', target: made, params: {} });
  expect(undo(kind, { before })).toBeNull();
});

test('object.delete is taken back by creating what was last there', () => {
  expect(undo('object.delete', { before })).toEqual({ kind: 'object.create', target, params: { object: before } });
  expect(undo('object.delete', { after })).toBeNull();
});
