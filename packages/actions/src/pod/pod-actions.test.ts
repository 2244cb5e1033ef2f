import { describe, expect, test } from 'vitest';
import { parseJson } from '@lanthorn/base/json-text.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { actionRecord } from '../action-records.ts';
import type { ActionParams } from '../machinery/action.ts';

const PODS = { group: '', version: 'v1', resource: 'pods' };
const TARGET = { cluster: 'c', resource: PODS, namespace: 'shop', name: 'web-1', uid: 'p1' };
const pod = (fields: object = {}, metadata: object = {}): KubeObject => ({
  metadata: { name: 'web-1', namespace: 'shop', uid: 'p1', labels: { app: 'web' }, ...metadata },
  ...fields,
});
const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'r1', controller: true };
const action = (kind: string, params: ActionParams) => ({ kind, target: TARGET, index: 0, suffix: 's', params });
const plan = (
  kind: string,
  object: KubeObject,
  params: ActionParams = {},
  related: readonly (readonly KubeObject[] | null)[] = [[]],
) => actionRecord(kind).plan(action(kind, params), object, { context: 'prod', schema: null, now: 0, related });
const keys = (...args: Parameters<typeof plan>) => plan(...args).effects.map(({ key }) => key);

const budget = (name: string, selector: unknown, allowed: number): KubeObject => ({
  ...{ metadata: { name }, spec: { selector }, status: { disruptionsAllowed: allowed } },
});

describe('pod.evict', () => {
  test('asks that very pod to leave, by the right on its evictions', () => {
    const { request, right, isDone, confirmation } = plan('pod.evict', pod(), { grace: { seconds: 5 } });
    expect([request.method, request.path]).toEqual(['POST', '/api/v1/namespaces/shop/pods/web-1/eviction']);
    expect(parseJson(request.body ?? '')).toEqual({
      ...{ apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'web-1', namespace: 'shop' } },
      deleteOptions: { preconditions: { uid: 'p1' }, gracePeriodSeconds: 5 },
    });
    expect([right.verb, right.resource, isDone, confirmation]).toEqual([
      ...['create', 'pods/eviction', false, { type: 'gone' }],
    ]);
  });

  test('says who makes another, and what is lost', () => {
    expect(keys('pod.evict', pod({}, { ownerReferences: [owner] }))).toEqual([
      'effect.podEvicted',
      'effect.podIsReplaced',
    ]);
    const volumes = [
      { name: 'cache', emptyDir: {} },
      { name: 'conf', configMap: {} },
    ];
    expect(plan('pod.evict', pod({ spec: { volumes } })).effects.slice(1)).toEqual([
      { key: 'effect.podIsLost', values: {} },
      { key: 'effect.emptyDirsLost', values: { volumes: 'cache' } },
    ]);
  });

  test('says what its budgets allow; without a selector a budget covers nothing, with an empty one all', () => {
    const all = [
      budget('same', { matchLabels: { app: 'web' } }, 0),
      budget('every', {}, 2),
      budget('other', { matchLabels: { app: 'db' } }, 0),
      budget('none', undefined, 0),
    ];
    expect(plan('pod.evict', pod(), {}, [all]).effects.slice(2)).toEqual([
      { key: 'effect.budgetHolds', values: { name: 'same', allowed: 0 } },
      { key: 'effect.budgetAllows', values: { name: 'every', allowed: 2 } },
    ]);
    expect(keys('pod.evict', pod(), {}, [null])).toContain('effect.budgetsUnknown');
  });

  test('one that is ending is done, and its own work; another of the name is not; there is no way back', () => {
    const record = actionRecord('pod.evict');
    const ending = pod({}, { deletionTimestamp: '2026-11-28T00:00:00Z' });
    expect([plan('pod.evict', ending).isDone, record.isOwnWork(action('pod.evict', {}), ending)]).toEqual([true, true]);
    const other = pod({}, { uid: 'p2', deletionTimestamp: '2026-11-28T00:00:00Z' });
    expect([pod(), other].map(object => record.isOwnWork(action('pod.evict', {}), object))).toEqual([false, false]);
    expect(record.inverse({ target: TARGET, before: pod(), after: null })).toBeNull();
    expect(record.waitsForBudget).toBe(true);
  });
});

test('by hand an eviction is the very request, since kubectl has no word for it', () => {
  const { kubectl, request } = plan('pod.evict', pod());
  const body = `{"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"web-1","namespace":"shop"},"deleteOptions":{"preconditions":{"uid":"p1"}}}`;
  expect(request.headers).toEqual({ 'content-type': 'application/json' });
  expect(kubectl).toBe(
    `kubectl --context=prod create --raw /api/v1/namespaces/shop/pods/web-1/eviction --filename=- <<'EOF'\n${body}\nEOF`,
  );
});

test('evictions are offered on pods alone, and at most fifty at once: one that a budget holds keeps no other', () => {
  const { appliesTo, atOnce, isOffered, tone, related } = actionRecord('pod.evict');
  expect([appliesTo(PODS), appliesTo({ ...PODS, group: 'metrics.k8s.io' }), isOffered, tone]).toEqual([
    ...[true, false, true, 'danger'],
  ]);
  expect(atOnce?.({})).toBe(50);
  expect(
    related?.(TARGET, pod()).map(({ resource, namespace, isAdvice }) => [resource.resource, namespace, isAdvice]),
  ).toEqual([['poddisruptionbudgets', 'shop', true]]);
});
