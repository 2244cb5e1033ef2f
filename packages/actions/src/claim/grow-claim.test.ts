import { describe, expect, test } from 'vitest';
import { parseJson } from '@lanthorn/base/json-text.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { actionRecord, isFitting } from '../action-records.ts';
import { objectState, rowState, UNKNOWN_STATE } from '../machinery/object-state.ts';

const RESOURCE = { group: '', version: 'v1', resource: 'persistentvolumeclaims' };
const TARGET = { cluster: 'c', resource: RESOURCE, namespace: 'shop', name: 'data', uid: 'u1' };
const claim = (storage: string, phase = 'Bound'): KubeObject => ({
  metadata: { name: 'data', namespace: 'shop', uid: 'u1', resourceVersion: '7' },
  spec: { storageClassName: 'fast', resources: { requests: { storage } } },
  status: { phase, capacity: { storage } },
});
const storageClass = (allowVolumeExpansion: boolean): KubeObject => ({
  metadata: { name: 'fast' },
  allowVolumeExpansion,
});
const quota = (hard: object, used: object): KubeObject => ({ metadata: { name: 'q' }, status: { hard, used } });
const record = actionRecord('claim.grow');
const action = (size: string) => ({
  ...{ kind: 'claim.grow', target: TARGET, index: 0, suffix: 's', params: { growth: { size } } },
});
type Lists = readonly (readonly KubeObject[] | null)[];
const planOf = (object: KubeObject, size: string, related: Lists = [[storageClass(true)], []]) =>
  record.plan(action(size), object, { context: 'prod', schema: null, now: 0, related });

test('the size that was seen becomes another, of that very claim', () => {
  const { request, right, kubectl, isDone } = planOf(claim('10Gi'), '20Gi');
  expect(parseJson(request.body ?? '')).toEqual([
    { op: 'test', path: '/metadata/uid', value: 'u1' },
    { op: 'test', path: '/spec/resources/requests/storage', value: '10Gi' },
    { op: 'replace', path: '/spec/resources/requests/storage', value: '20Gi' },
  ]);
  expect([right.verb, right.resource, isDone]).toEqual(['patch', 'persistentvolumeclaims', false]);
  expect(kubectl).toBe(
    `kubectl --context=prod --namespace=shop patch pvc data --type=merge '--patch={"spec":{"resources":{"requests":{"storage":"20Gi"}}}}'`,
  );
});

test.each(['10Gi', '10240Mi', '5Gi', '1'])('is never asked to be as small as %s: nothing is sent', size => {
  expect(planOf(claim('10Gi'), size).isDone).toBe(true);
});

describe('what is said before', () => {
  const keys = (related: Lists) =>
    planOf(claim('10Gi'), '20Gi', related)
      .effects.map(({ key }) => key)
      .slice(3);

  test('that there is no way back, and when the file system follows', () => {
    expect(planOf(claim('10Gi'), '20Gi').effects).toEqual([
      { key: 'effect.claimGrows', values: { before: '10Gi', after: '20Gi' } },
      { key: 'effect.claimStaysLarge', values: {} },
      { key: 'effect.fileSystemFollows', values: {} },
    ]);
  });

  test('a class that does not allow it, or is not known', () => {
    expect(keys([[storageClass(false)], []])).toEqual(['effect.expansionRefused']);
    expect(keys([[], []])).toEqual(['effect.expansionRefused']);
    expect(keys([null, null])).toEqual(['effect.expansionUnknown', 'effect.quotasUnknown']);
  });

  test.each([
    ['room', { 'requests.storage': '20Gi' }, { 'requests.storage': '10Gi' }, []],
    ['no room', { 'requests.storage': '19Gi' }, { 'requests.storage': '10Gi' }, ['effect.quotaFull']],
    [
      'no room for its class',
      { 'fast.storageclass.storage.k8s.io/requests.storage': '15Gi' },
      { 'fast.storageclass.storage.k8s.io/requests.storage': '10Gi' },
      ['effect.quotaFull'],
    ],
    ['no say in it', { pods: '1' }, { pods: '1' }, []],
  ])('a quota with %s', (_what, hard, used, told) => {
    expect(keys([[storageClass(true)], [quota(hard, used)]])).toEqual(told);
  });
});

test('only what is bound can grow, as its object and its row tell', () => {
  const states = ['Bound', 'Pending', 'Lost'].map(phase => objectState(claim('1Gi', phase)));
  expect(states.map(state => isFitting(record, state))).toEqual([true, false, false]);
  expect(isFitting(record, UNKNOWN_STATE)).toBe(true);
  expect(rowState([{ id: 'status' }], [{ status: 'Bound', tone: 'ok' }]).isBound).toBe(true);
});

test('finds its own work however the size is written, and cannot be taken back', () => {
  const other = { ...claim('20Gi'), metadata: { uid: 'other' } };
  expect([claim('20480Mi'), claim('10Gi'), other].map(object => record.isOwnWork(action('20Gi'), object))).toEqual([
    ...[true, false, false],
  ]);
  expect(record.inverse({ target: TARGET, before: claim('10Gi'), after: claim('20Gi') })).toBeNull();
});

test('which class and which quota, with how much they have, are named', () => {
  const said = (object: KubeObject, related: Lists) => planOf(object, '20Gi', related).effects.slice(3);
  const full = quota({ 'requests.storage': '15Gi' }, { 'requests.storage': '10Gi' });
  expect(said(claim('10Gi'), [[storageClass(false)], [full]])).toEqual([
    { key: 'effect.expansionRefused', values: { class: 'fast' } },
    {
      key: 'effect.quotaFull',
      values: { name: 'q', resource: 'requests.storage', used: '10Gi', hard: '15Gi' },
    },
  ]);
  expect(said(claim('10Gi'), [null, []])).toEqual([{ key: 'effect.expansionUnknown', values: { class: 'fast' } }]);
  const { storageClassName: _none, ...spec } = claim('10Gi')['spec'] as Record<string, unknown>;
  const classless = { ...claim('10Gi'), spec };
  expect(said(classless, [null, []])).toEqual([{ key: 'effect.expansionUnknown', values: { class: '–' } }]);
  expect(said(classless, [[], []])).toEqual([{ key: 'effect.expansionRefused', values: { class: '–' } }]);
});

test('its own class is asked, whichever others there are, in the cluster; and quotas where the claim is', () => {
  const other = { ...storageClass(true), metadata: { name: 'slow' } };
  expect(planOf(claim('10Gi'), '20Gi', [[other, storageClass(false)], []]).effects).toHaveLength(4);
  expect(record.related?.(TARGET, claim('1Gi'))).toEqual([
    {
      ...{ resource: { group: 'storage.k8s.io', version: 'v1', resource: 'storageclasses' } },
      ...{ namespace: '', isAdvice: true },
    },
    expect.objectContaining({ namespace: 'shop', isAdvice: true }),
  ]);
});

test('is had on claims alone; without a size nothing is asked for, and the answer is all there is to wait for', () => {
  expect([RESOURCE, { ...RESOURCE, resource: 'persistentvolumes' }].map(record.appliesTo)).toEqual([true, false]);
  const { confirmation, clashes } = planOf(claim('10Gi'), '20Gi');
  expect([confirmation, clashes]).toEqual([{ type: 'answered' }, []]);
  const asked = { ...action('1Gi'), params: {} };
  expect(record.plan(asked, claim('10Gi'), { context: 'prod', schema: null, now: 0 }).isDone).toBe(true);
});
