import { expect, test } from 'vitest';
import { SharedParts } from '@lanthorn/views/cells/shared-parts.ts';
import { compileFilter } from '@lanthorn/query/row-filter.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { projectRow } from '@lanthorn/views/row.ts';
import { allEnglish as en } from '../../ui/locales/all-english.ts';
import { CONCERNS } from './concerns.ts';

const MINUTE = 60_000;

test.each(CONCERNS.map(concern => [concern.id, concern] as const))(
  '%s: its filter is read, its reason is a column, its words are there',
  (id, { view, filter, reason }) => {
    expect(compileFilter(filter, view).ok).toBe(true);
    expect(columnIndex(view, reason)).toBeGreaterThanOrEqual(0);
    expect(Object.keys(en)).toEqual(expect.arrayContaining([`overview.${id}`, `overview.well.${id}_other`]));
  },
);

function concernsOf(object: unknown, now: number, kind = 'Pod'): string[] {
  const found = CONCERNS.filter(({ view, filter }) => {
    if (view.kind !== kind) return false;
    const compiled = compileFilter(filter, view);
    return (
      compiled.ok &&
      compiled.value.matches(projectRow(view, object, { now, shared: new SharedParts(), hasRelations: false }), now)
    );
  });
  return found.map(({ id }) => id);
}

test.each([
  ['ContainerCreating', 9, []],
  ['ContainerCreating', 11, ['podsUnready']],
  ['ImagePullBackOff', 11, ['podsFailing']],
])('a pod that says %s for %i minutes is in the concerns %j', (reason, minutes, expected) => {
  const now = Date.parse('2026-11-28T12:00:00Z');
  const pod = {
    metadata: { name: 'a', namespace: 'b', uid: 'c' },
    spec: { containers: [{ name: 'app' }] },
    status: {
      phase: 'Pending',
      startTime: new Date(now - minutes * MINUTE).toISOString(),
      containerStatuses: [{ name: 'app', state: { waiting: { reason } } }],
    },
  };
  expect(concernsOf(pod, now)).toEqual(expected);
});

test.each([
  ['in a grace period of an hour, begun 30 minutes ago', { ago: 30, grace: 3_600 }, []],
  ['a minute after its grace period', { ago: 1.5, grace: 30 }, []],
  ['long after its grace period', { ago: 12, grace: 30 }, ['podsStuck']],
  ['long after a delete without grace', { ago: 12, grace: 0 }, ['podsStuck']],
])('a pod that is being deleted, %s, is in its concerns: %#', (_what, { ago, grace }, expected) => {
  const now = Date.parse('2026-11-28T12:00:00Z');
  const metadata = {
    name: 'a',
    namespace: 'b',
    uid: 'c',
    // As the API server writes it: when the grace period ends.
    deletionTimestamp: new Date(now - ago * MINUTE + grace * 1_000).toISOString(),
    deletionGracePeriodSeconds: grace,
  };
  const containerStatuses = [{ name: 'app', ready: true, state: { running: {} } }];
  const pod = { metadata, spec: { containers: [{ name: 'app' }] }, status: { phase: 'Running', containerStatuses } };
  expect(concernsOf(pod, now)).toEqual(expected);
});

test.each([
  ['Namespace', { spec: { finalizers: ['kubernetes'] }, status: { phase: 'Terminating' } }, 'namespacesStuck'],
  ['PersistentVolumeClaim', { status: { phase: 'Bound' } }, 'claimsStuck'],
])('a %s that is being deleted is a concern when that takes longer than some minutes', (kind, rest, concern) => {
  const now = Date.parse('2026-11-28T12:00:00Z');
  const deleted = (minutes: number) => ({
    metadata: {
      name: 'a',
      uid: 'c',
      finalizers: ['kubernetes.io/pvc-protection'],
      deletionTimestamp: new Date(now - minutes * MINUTE).toISOString(),
    },
    ...rest,
  });
  expect(concernsOf(deleted(4), now, kind)).toEqual([]);
  expect(concernsOf(deleted(6), now, kind)).toEqual([concern]);
});
