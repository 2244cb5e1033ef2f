import { expect, test } from 'vitest';
import { SharedParts } from '@lanthorn/views/cells/shared-parts.ts';
import { findKindView } from '@lanthorn/views/kind-records.ts';
import { projectRow } from '@lanthorn/views/row.ts';
import { must } from '@lanthorn/base/assert.ts';
import { actionsFor, isFitting } from '../action-records.ts';
import { objectState, rowState, UNKNOWN_STATE } from './object-state.ts';

const conditions = (...types: string[]) => types.map(type => ({ type, status: 'True' }));
const resource = (name: string) => ({ group: 'batch', version: 'v1', resource: name });
const metadata = { name: 'a', namespace: 'n', uid: 'u' };

const CASES: readonly (readonly [string, string, object, readonly string[]])[] = [
  ['a CronJob', 'cronjobs', { spec: { suspend: false, schedule: '* * * * *' } }, ['cronjob.run', 'cronjob.suspend']],
  ['a CronJob that never said', 'cronjobs', { spec: { schedule: '* * * * *' } }, ['cronjob.run', 'cronjob.suspend']],
  [
    'a suspended CronJob',
    'cronjobs',
    { spec: { suspend: true, schedule: '* * * * *' } },
    ['cronjob.run', 'cronjob.resume'],
  ],
  ['a running Job', 'jobs', { status: { active: 1 } }, ['job.rerun', 'job.suspend', 'pod.forward']],
  [
    'a suspended Job',
    'jobs',
    { spec: { suspend: true }, status: { conditions: conditions('Suspended') } },
    ['job.rerun', 'job.resume'],
  ],
  ['a Job that succeeded', 'jobs', { status: { conditions: conditions('Complete') } }, ['job.rerun', 'job.clean']],
  ['a Job that failed', 'jobs', { status: { conditions: conditions('Failed') } }, ['job.rerun', 'job.clean']],
];

test.each(CASES)(
  '%s is offered what fits its state, from its object and from its row alike',
  (_name, kind, fields, expected) => {
    const object = { metadata, ...fields };
    const view = must(findKindView(resource(kind)), 'a kind');
    const row = projectRow(view, object, { now: 0, shared: new SharedParts(), hasRelations: false });
    for (const state of [objectState(object), rowState(view.columns, row.cells)]) {
      const offered = actionsFor(resource(kind)).filter(record => isFitting(record, state));
      expect(offered.map(record => record.kind).filter(name => name !== 'object.delete')).toEqual(expected);
    }
  },
);

test.each(['Succeeded', 'Failed'])(
  'nothing is opened in a pod of phase %s, whatever its containers ended with',
  phase => {
    const pods = { group: '', version: 'v1', resource: 'pods' };
    const view = must(findKindView(pods), 'a kind');
    const opened = (given: string) => {
      const terminated = { exitCode: 1, reason: 'Error' };
      const pod = { metadata, status: { phase: given, containerStatuses: [{ name: 'app', state: { terminated } }] } };
      const row = projectRow(view, pod, { now: 0, shared: new SharedParts(), hasRelations: false });
      return [objectState(pod), rowState(view.columns, row.cells)].map(state =>
        actionsFor(pods).flatMap(record => (record.opens !== undefined && isFitting(record, state) ? record.kind : [])),
      );
    };
    expect(opened(phase)).toEqual([[], []]);
    const all = ['pod.shell', 'pod.attach', 'pod.files', 'pod.forward'];
    expect(opened('Running')).toEqual([all, all]);
  },
);

test('of what is not known all is offered: the server has the last word', () => {
  const state = rowState(must(findKindView(resource('jobs')), 'a kind').columns, []);
  expect(actionsFor(resource('jobs')).every(record => isFitting(record, state))).toBe(true);
});

test('a state is what a condition that holds says, and nothing that did not come true', () => {
  const job = (type: string, status: string) => ({ metadata, status: { conditions: [{ type, status }] } });
  expect(objectState(job('Complete', 'False'))).toMatchObject({ isSuspended: false, isFinished: false });
  expect(objectState(job('Failed', 'False'))).toMatchObject({ isSuspended: false, isFinished: false });
  expect(objectState({ metadata, spec: { suspend: 'true' } })).toMatchObject({ isSuspended: false, isFinished: false });
});

test('a row of which neither is known says nothing; of the two the suspension is said alone', () => {
  const unknown = UNKNOWN_STATE;
  expect(rowState([{ id: 'status' }, { id: 'suspend' }], [{ broken: 'x' }, { broken: 'x' }])).toEqual(unknown);
  expect(rowState([], [])).toEqual(unknown);
  expect(rowState([{ id: 'suspend' }], [true])).toEqual({ ...unknown, isSuspended: true });
});
