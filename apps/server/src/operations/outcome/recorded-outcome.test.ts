import { expect, test } from 'vitest';
import type { Confirmation } from '@lanthorn/actions/machinery/action.ts';
import { changesOf, recordedOutcome } from './recorded-outcome.ts';

const config = (value: string, revision: string) => ({
  metadata: { name: 'n', uid: 'u', resourceVersion: revision },
  data: { key: value },
});

function recorded(resource: string, confirmation: Confirmation = { type: 'answered' }, creates = false) {
  const target = {
    cluster: 'c',
    resource: { group: '', version: 'v1', resource },
    namespace: 'shop',
    name: 'n',
    uid: 'u',
  };
  const plan = {
    request: { method: 'PUT', path: '/p', body: '{"data":{"key":"new"}}' },
    right: { verb: 'update', group: '', resource, namespace: 'shop', name: 'n' },
    effects: [],
    kubectl: '',
    confirmation,
    creates,
    isDone: false,
    clashes: [],
  } as const;
  return recordedOutcome({ plan, before: config('old', '1'), answer: config('new', '2') }, target, null);
}

test('of a change the request, both sides and what differs between them are kept', () => {
  const { request, before, after, changes } = recorded('configmaps');
  expect(request.body).toContain('new');
  expect([before?.metadata.resourceVersion, after?.metadata.resourceVersion]).toEqual(['1', '2']);
  expect(changes).toHaveLength(1);
  expect(JSON.stringify(changes)).toContain('old');
});

test('of a Secret no value is kept, neither in the request nor before nor after', () => {
  expect(JSON.stringify(recorded('secrets'))).not.toMatch(/old|new/);
});

test('of a Secret that was made it is kept which one it is, so that it can be deleted', () => {
  const { request, before, after } = recorded('secrets', { type: 'answered' }, true);
  expect([request.body, before, after]).toEqual(['', null, { metadata: { name: 'n', uid: 'u' } }]);
});

test('what was created differs from nothing', () => {
  const resource = { group: '', version: 'v1', resource: 'configmaps' };
  expect(recorded('configmaps', { type: 'exists', resource, namespace: 'shop', name: 'n' }).changes).toEqual([]);
});

test('what the server keeps of its own is no change, and beside what is not known nothing is compared', () => {
  expect(changesOf(config('same', '1'), config('same', '2'), null)).toEqual([]);
  expect(changesOf(null, config('new', '2'), null)).toEqual([]);
  expect(changesOf(config('old', '1'), null, null)).toEqual([]);
});
