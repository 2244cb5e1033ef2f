import { expect, test } from 'vitest';
import { SharedStrings } from '@lanthorn/base/collections/shared-strings.ts';
import { compileFilter } from '@lanthorn/query/row-filter.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { projectRow } from '@lanthorn/views/row.ts';
import en from '../../ui/locales/en.json' with { type: 'json' };
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
  const found = CONCERNS.filter(({ view, filter }) => {
    if (view.kind !== 'Pod') return false;
    const compiled = compileFilter(filter, view);
    return compiled.ok && compiled.value.matches(projectRow(view, pod, { now, strings: new SharedStrings() }), now);
  });
  expect(found.map(({ id }) => id)).toEqual(expected);
});
