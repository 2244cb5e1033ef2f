import { describe, expect, test } from 'vitest';
import { must } from '@lanthorn/base/assert.ts';
import { columnIndex } from '../kind-index.ts';
import { findKindViewAt, KIND_VIEWS } from '../kind-records.ts';
import { CONFIG_STATES } from './test-config-states.ts';
import { EXTENDED_STATES } from './test-extended-states.ts';
import { POLICY_STATES } from './test-policy-states.ts';
import { WORKLOAD_STATES } from './test-workload-states.ts';
import { AT, metadata } from './test-state.ts';

const STATES = { ...WORKLOAD_STATES, ...CONFIG_STATES, ...POLICY_STATES, ...EXTENDED_STATES };

describe.each(Object.entries(STATES))('%s', (address, rows) => {
  const view = must(findKindViewAt(address), address);
  test.each(rows)('%s', (_what, object, cells) => {
    const told = { metadata, ...object };
    const read = (id: string) => must(view.columns[columnIndex(view, id)], id).read(told, { now: Date.parse(AT) });
    expect(Object.fromEntries(Object.keys(cells).map(id => [id, read(id)]))).toEqual(cells);
  });
});

test('every kind that has a state is looked at in each of its states, or in its own test', () => {
  const elsewhere = new Set(['CronJob', 'Job', 'Pod', 'Deployment', 'StatefulSet', 'DaemonSet', 'Node', 'Namespace']);
  const others = new Set(['PersistentVolumeClaim', 'ResourceQuota', 'Certificate', 'Event', ...elsewhere]);
  const tested = new Set(Object.keys(STATES).map(address => findKindViewAt(address)?.kind));
  const withState = KIND_VIEWS.filter(({ columns }) => columns.some(({ type }) => type === 'status'));
  expect(withState.map(({ kind }) => kind).filter(kind => !tested.has(kind) && !others.has(kind))).toEqual([]);
});
