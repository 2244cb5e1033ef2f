import { describe, expect, test } from 'vitest';
import type { KubeObject } from './kube-object.ts';
import { apartnessOf, evennessOf, hasPlaceRules, type PodPlace, preferenceOf } from './pod-places.ts';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

function pod(app: string, spec: object = {}, metadata: object = {}): KubeObject {
  return { metadata: { name: app, namespace: 'shop', labels: { app }, ...metadata }, spec };
}

const term = (app: string, topologyKey = 'zone', more: object = {}) => ({
  ...{ labelSelector: { matchLabels: { app } }, topologyKey },
  ...more,
});
const beside = (...terms: readonly object[]) => ({ affinity: { podAffinity: { [REQUIRED]: terms } } });
const apart = (...terms: readonly object[]) => ({ affinity: { podAntiAffinity: { [REQUIRED]: terms } } });

/** Two nodes of one zone, one of another, and one that says nothing of zones. */
function places(pods: Readonly<Record<string, readonly KubeObject[]>>): readonly PodPlace[] {
  const zones = { a1: 'a', a2: 'a', b1: 'b', lone: null };
  return Object.entries(zones).map(([name, zone]) => {
    const labels: Record<string, string> = { host: name, ...(zone === null ? {} : { zone }) };
    return { node: { metadata: { name, labels } }, labels, pods: pods[name] ?? [] };
  });
}

/** What is said of each node; those of which nothing is are left out. */
function said<T>(states: readonly PodPlace[], judge: (state: PodPlace) => T): Readonly<Record<string, T>> {
  const all = states.map(state => [state.labels['host'] ?? '', judge(state)] as const);
  return Object.fromEntries(all.filter(([, word]) => word !== null && word !== 0));
}
const apartOf = (one: KubeObject, pods: Parameters<typeof places>[0]) =>
  said(places(pods), apartnessOf(one, places(pods)));

describe('pods that must not be together', () => {
  test('are kept from every node of the place, and from no node that is in none', () => {
    expect(apartOf(pod('web', apart(term('web'))), { a1: [pod('web')] })).toEqual({
      a1: 'antiAffinity',
      a2: 'antiAffinity',
    });
    expect(apartOf(pod('web', apart(term('web', 'host'))), { a1: [pod('web')] })).toEqual({ a1: 'antiAffinity' });
    expect(apartOf(pod('web', apart(term('web'))), { lone: [pod('web')] })).toEqual({});
    expect(apartOf(pod('web', apart(term('db'))), { a1: [pod('web')] })).toEqual({});
  });

  test('are so also where only the one that is there says it', () => {
    expect(apartOf(pod('web'), { b1: [pod('db', apart(term('web')))] })).toEqual({ b1: 'othersAntiAffinity' });
    expect(apartOf(pod('web'), { b1: [pod('db', apart(term('queue')))] })).toEqual({});
  });

  test('are those of their own namespace, or of those that are named; a term without a selector means none', () => {
    const elsewhere = { b1: [pod('db', {}, { namespace: 'data' })] };
    expect(apartOf(pod('web', apart(term('db'))), elsewhere)).toEqual({});
    expect(apartOf(pod('web', apart(term('db', 'zone', { namespaces: ['data'] }))), elsewhere)).toEqual({
      b1: 'antiAffinity',
    });
    expect(apartOf(pod('web', apart({ topologyKey: 'zone' })), { b1: [pod('web')] })).toEqual({});
  });
});

describe('pods that must be together', () => {
  test('are let in where one of each is', () => {
    const both = pod('web', beside(term('db'), term('cache', 'host')));
    expect(apartOf(both, { a1: [pod('db')], a2: [pod('cache')] })).toEqual({
      ...{ a1: 'affinity', b1: 'affinity', lone: 'affinity' },
    });
    expect(apartOf(pod('web', beside(term('db'))), { a1: [pod('db')] })).toEqual({ b1: 'affinity', lone: 'affinity' });
  });

  test('that mean themselves: the first of them is let in wherever there is such a place', () => {
    expect(apartOf(pod('web', beside(term('web'))), {})).toEqual({ lone: 'affinity' });
    expect(apartOf(pod('web', beside(term('web'))), { b1: [pod('web')] })).toEqual({
      ...{ a1: 'affinity', a2: 'affinity', lone: 'affinity' },
    });
    // It waits for another, and is not the first of those.
    expect(Object.keys(apartOf(pod('web', beside(term('db'))), {}))).toHaveLength(4);
    expect(Object.keys(apartOf(pod('web', beside(term('web'), term('db'))), {}))).toHaveLength(4);
  });
});

describe('a spread', () => {
  const spread = (more: object = {}) => ({
    topologySpreadConstraints: [{ maxSkew: 1, whenUnsatisfiable: 'DoNotSchedule', ...term('web'), ...more }],
  });
  const uneven = (one: KubeObject, pods: Parameters<typeof places>[0]) =>
    said(places(pods), evennessOf(one, places(pods)));

  test('lets no place have more than one above the one with the fewest, and nothing where there is no such place', () => {
    const pods = { a1: [pod('web')] };
    expect(uneven(pod('web', spread()), pods)).toEqual({ a1: 'spread', a2: 'spread', lone: 'spread' });
    expect(uneven(pod('web', spread({ maxSkew: 2 })), pods)).toEqual({ lone: 'spread' });
    expect(uneven(pod('web', spread()), { a1: [pod('web')], b1: [pod('web')] })).toEqual({ lone: 'spread' });
    expect(uneven(pod('web'), pods)).toEqual({});
  });

  test('that is only wished for keeps nobody away', () => {
    expect(uneven(pod('web', spread({ whenUnsatisfiable: 'ScheduleAnyway' })), { a1: [pod('web')] })).toEqual({});
  });

  test('counts pods of the same namespace that stay, and the pod itself where it is one of them', () => {
    const gone = pod('web', {}, { deletionTimestamp: '2026-11-23T08:00:00Z' });
    const others = { a1: [gone, pod('web', {}, { namespace: 'data' }), pod('db')] };
    expect(uneven(pod('web', spread()), others)).toEqual({ lone: 'spread' });
    expect(uneven(pod('other', spread()), { a1: [pod('web')] })).toEqual({ lone: 'spread' });
  });

  test('counts those alike in the labels that it names, as far as the pod has them', () => {
    const labelled = (version: string) => ({ labels: { app: 'web', version } });
    const one = (keys: readonly string[]) => pod('web', spread({ matchLabelKeys: keys }), labelled('2'));
    const pods = { a1: [pod('web', {}, labelled('1'))] };
    expect(uneven(one(['version']), pods)).toEqual({ lone: 'spread' });
    expect(uneven(one(['none']), pods)).toEqual({ a1: 'spread', a2: 'spread', lone: 'spread' });
    expect(uneven(one(['version']), { a1: [pod('web', {}, labelled('2'))] })).toEqual({
      ...{ a1: 'spread', a2: 'spread', lone: 'spread' },
    });
  });

  test('leaves nodes that the pod could not choose out of the count', () => {
    // Only zone a is counted: it has the fewest itself.
    const one = pod('web', { ...spread(), nodeSelector: { zone: 'a' } });
    expect(uneven(one, { a1: [pod('web')] })).toEqual({ lone: 'spread' });
  });
});

describe('how gladly a pod is on a node', () => {
  const glad = (one: KubeObject, pods: Parameters<typeof places>[0] = {}) =>
    said(places(pods), preferenceOf(one, places(pods)));

  test('is the sum of the nodes it prefers, the pods it wants beside it and those it does not', () => {
    const affinity = {
      nodeAffinity: {
        [PREFERRED]: [
          { weight: 10, preference: { matchExpressions: [{ key: 'zone', operator: 'In', values: ['b'] }] } },
        ],
      },
      podAffinity: { [PREFERRED]: [{ weight: 5, podAffinityTerm: term('db') }] },
      podAntiAffinity: { [PREFERRED]: [{ weight: 3, podAffinityTerm: term('web', 'host') }] },
    };
    const one = pod('web', { affinity });
    expect(glad(one)).toEqual({ b1: 10 });
    expect(glad(one, { a1: [pod('db')], a2: [pod('web')], b1: [pod('web')] })).toEqual({ a1: 5, a2: 2, b1: 7 });
  });

  test('is less where more of those are from which it is to be spread', () => {
    const constraint = { whenUnsatisfiable: 'ScheduleAnyway', ...term('web') };
    const one = pod('web', { topologySpreadConstraints: [constraint] });
    const pods = { a1: [pod('web'), pod('db')], a2: [pod('web')], b1: [pod('web')] };
    expect(glad(one, pods)).toEqual({ a1: -2, a2: -2, b1: -1 });
    const required = { ...constraint, whenUnsatisfiable: 'DoNotSchedule' };
    expect(glad(pod('web', { topologySpreadConstraints: [required] }), pods)).toEqual({});
  });
});

test.each([
  ['nothing', {}, false],
  ['a node that it needs', { affinity: { nodeAffinity: { [REQUIRED]: {} } } }, false],
  ['no spread', { topologySpreadConstraints: [] }, false],
  ['a spread', { topologySpreadConstraints: [{}] }, true],
  ['pods beside it', beside(), true],
  ['pods away from it', apart(), true],
  ['a node that it prefers', { affinity: { nodeAffinity: { [PREFERRED]: [] } } }, true],
])('a pod that asks for %s has rules of places: %s', (_what, spec, has) => {
  expect(hasPlaceRules(pod('web', spec))).toBe(has);
});
