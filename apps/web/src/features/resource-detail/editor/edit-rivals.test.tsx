import { act, render, renderHook, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { useSeenWrites } from '../subject/use-seen-writes.ts';
import { EditRivals } from './edit-rivals.tsx';

const fields = { 'f:data': { 'f:x': {} } };
const live = (time: string, uid = 'u') => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {
    name: 'a',
    uid,
    managedFields: [
      { manager: 'flux', operation: 'Update', time, fieldsV1: fields },
      { manager: 'kubectl-edit', operation: 'Update', time, fieldsV1: fields },
      { manager: 'other', operation: 'Update', time, fieldsV1: { 'f:data': { 'f:y': {} } } },
    ],
  },
  data: { x: '1', y: '1' },
});

test('how often each manager wrote is counted as long as it is the same object', () => {
  const flux = { manager: 'flux', operation: 'Update', subresource: '' };
  const { result, rerender } = renderHook(({ object }) => useSeenWrites(object), {
    initialProps: { object: live('2026-01-01T00:00:00Z') },
  });
  expect(result.current.count(flux)).toBe(0);
  for (const second of ['01', '02', '02']) rerender({ object: live(`2026-01-01T00:00:${second}Z`) });
  expect(result.current.count(flux)).toBe(2);
  expect(result.current.count({ ...flux, manager: 'nobody' })).toBe(0);
  rerender({ object: live('2026-01-01T00:00:03Z', 'another') });
  expect(result.current.count(flux)).toBe(0);
});

test('who wrote in two versions of the kind is counted by the later', () => {
  const flux = { manager: 'flux', operation: 'Update', subresource: '' };
  const twice = (later: string, uid: string) => ({
    metadata: {
      uid,
      managedFields: [
        { ...flux, apiVersion: 'apps/v1', time: later },
        { ...flux, apiVersion: 'apps/v1beta1', time: '2026-01-01T00:00:00Z' },
      ],
    },
  });
  const { result, rerender } = renderHook(({ object }) => useSeenWrites(object), {
    initialProps: { object: twice('2026-01-01T00:00:01Z', 'u') },
  });
  rerender({ object: twice('2026-01-01T00:00:02Z', 'u') });
  expect(result.current.count(flux)).toBe(1);
});

test('who writes what is changed by themselves is told before it is saved: not people, and not who owns something else', () => {
  const object = live('2026-01-01T00:00:00Z');
  const writes = { since: 0, count: () => 12 };
  const edit = (data: object) => ({ base: object, mine: { ...object, data }, live: object });
  const rivals = (data: object) => <EditRivals edit={edit(data)} type={null} writes={writes} />;
  const { rerender } = render(rivals({ x: '2', y: '1' }));
  expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
    expect.stringMatching(/^flux: data\.x, last on .+\. Seen to write 12 times since .+\.$/),
  ]);
  // Taken away it is changed as well.
  act(() => rerender(rivals({ x: '1' })));
  expect(screen.getByRole('listitem').textContent).toMatch(/^other: data\.y/);
  act(() => rerender(rivals({ x: '1', y: '1', z: '1' })));
  expect(screen.queryByRole('listitem')).toBeNull();
});
