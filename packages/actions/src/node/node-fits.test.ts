import { describe, expect, test } from 'vitest';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { fitnessOf, nodeState, type NodeState, putPod, takePod, unjudgedRules } from './node-fits.ts';

const READY = [{ type: 'Ready', status: 'True' }];
const node = (name: string, labels: Record<string, string> = {}, spec: object = {}, conditions: object[] = READY) =>
  ({
    metadata: { name, labels: { host: name, ...labels } },
    spec,
    status: { allocatable: { cpu: '4', memory: '8Gi', pods: '10' }, conditions },
  }) satisfies KubeObject;
const pod = (app: string, spec: object = {}, metadata: object = {}): KubeObject => ({
  metadata: { name: app, namespace: 'shop', labels: { app }, ...metadata },
  spec: { containers: [{ name: 'c', resources: { requests: { cpu: '1' } } }], ...spec },
});
/** Nodes of two zones, x with two nodes, and one of none, with these pods on them. */
function states(on: Readonly<Record<string, readonly KubeObject[]>> = {}): readonly NodeState[] {
  return [node('x1', { zone: 'x' }), node('x2', { zone: 'x' }), node('y1', { zone: 'y' }), node('none')].map(each =>
    nodeState(each, on[each.metadata.name] ?? []),
  );
}
const volumeTerms = () => [];
/** Why each node does not take the pod; '' where it does. */
function unfit(asked: KubeObject, all: readonly NodeState[]): readonly string[] {
  const why = fitnessOf(asked, { states: all, volumeTerms });
  return all.map(state => why(state) ?? '');
}

const term = (fields: object = {}) => ({
  topologyKey: 'zone',
  labelSelector: { matchLabels: { app: 'db' } },
  ...fields,
});
const required = (...terms: readonly object[]) => ({ requiredDuringSchedulingIgnoredDuringExecution: terms });
const beside = (...terms: readonly object[]) => ({ affinity: { podAffinity: required(...terms) } });
const apart = (...terms: readonly object[]) => ({ affinity: { podAntiAffinity: required(...terms) } });
const spread = (fields: object = {}) => ({
  topologySpreadConstraints: [
    { maxSkew: 1, topologyKey: 'zone', labelSelector: { matchLabels: { app: 'web' } }, ...fields },
  ],
});

describe('a node', () => {
  test.each([
    ['cordoned', { unschedulable: true }, READY, [], 'cordoned'],
    ['cordoned', { unschedulable: true }, READY, [{ key: 'node.kubernetes.io/unschedulable', operator: 'Exists' }], ''],
    ['cordoned', { unschedulable: true }, READY, [{ operator: 'Exists', effect: 'NoExecute' }], 'cordoned'],
    ['not ready', {}, [{ type: 'Ready', status: 'Unknown' }], [], 'notReady'],
    ['not ready', {}, [], [{ key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' }], ''],
    [
      'not ready',
      {},
      [],
      [{ key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoSchedule' }],
      'notReady',
    ],
  ])('that is %s (%j, %j) takes a pod that tolerates %j: %j', (_what, spec, conditions, tolerations, why) => {
    expect(unfit(pod('web', { tolerations }), [nodeState(node('n', {}, spec, conditions), [])])).toEqual([why]);
  });

  test('has what its pods do not ask for; one that leaves gives back what it took, once', () => {
    const state = nodeState(node('n'), [pod('db')]);
    const big = pod('big', { containers: [{ resources: { requests: { cpu: '3' } } }] });
    expect(unfit(big, [state])).toEqual(['']);
    putPod(state, big);
    expect(unfit(pod('web'), [state])).toEqual(['resource cpu']);
    takePod(state, big);
    takePod(state, big);
    expect([unfit(big, [state]), state.used.get('cpu')]).toEqual([[''], 1]);
  });
});

describe('a pod that must be with others', () => {
  test('is where one of them is in the same place, of its own namespace or of those it names', () => {
    const asked = (fields?: object) => pod('web', beside(term(fields)));
    expect(unfit(asked(), states({ x1: [pod('db')] }))).toEqual(['', '', 'affinity', 'affinity']);
    const elsewhere = states({ x1: [pod('db', {}, { namespace: 'other' })] });
    expect(unfit(asked(), elsewhere)).toEqual(['affinity', 'affinity', 'affinity', 'affinity']);
    expect(unfit(asked({ namespaces: ['other'] }), elsewhere)).toEqual(['', '', 'affinity', 'affinity']);
    expect(unfit(asked({ topologyKey: 'host' }), states({ x1: [pod('db')] }))).toEqual([
      ...['', 'affinity', 'affinity', 'affinity'],
    ]);
    // Without a selector no pod is meant.
    expect(unfit(asked({ labelSelector: undefined }), states({ x1: [pod('db')] })).includes('')).toBe(false);
  });

  test('must be with all that it names', () => {
    const asked = pod(
      'web',
      beside(term(), term({ topologyKey: 'host', labelSelector: { matchLabels: { app: 'cache' } } })),
    );
    expect(unfit(asked, states({ x1: [pod('db')], x2: [pod('cache')] }))).toEqual([
      ...['affinity', '', 'affinity', 'affinity'],
    ]);
  });

  test('and is the first of its kind itself is let in wherever there is such a place', () => {
    const own = term({ labelSelector: { matchLabels: { app: 'web' } } });
    expect(unfit(pod('web', beside(own)), states())).toEqual(['', '', '', 'affinity']);
    // As soon as there is one it is no longer the first, and of others it never is.
    expect(unfit(pod('web', beside(own)), states({ y1: [pod('web')] }))).toEqual([
      'affinity',
      'affinity',
      '',
      'affinity',
    ]);
    expect(unfit(pod('web', beside(own, term())), states())).toEqual(['affinity', 'affinity', 'affinity', 'affinity']);
  });
});

describe('pods that keep apart', () => {
  test('do so in the same place, whichever of the two says it; where there is no such place nothing keeps them', () => {
    expect(unfit(pod('web', apart(term())), states({ x1: [pod('db')] }))).toEqual([
      'antiAffinity',
      'antiAffinity',
      '',
      '',
    ]);
    const shy = pod('db', apart(term({ labelSelector: { matchLabels: { app: 'web' } } })));
    expect(unfit(pod('web'), states({ y1: [shy] }))).toEqual(['', '', 'antiAffinity', '']);
    expect(unfit(pod('api'), states({ y1: [shy] }))).toEqual(['', '', '', '']);
    expect(unfit(pod('web', apart(term())), states({ none: [pod('db')] }))).toEqual(['', '', '', '']);
    expect(unfit(pod('web', apart(term())), states({ x1: [pod('db', {}, { namespace: 'other' })] }))).toEqual([
      ...['', '', '', ''],
    ]);
  });
});

describe('pods that spread', () => {
  const web = (fields?: object, metadata: object = {}) => pod('web', spread(fields), metadata);
  const one = states({ x1: [pod('web')] });

  test('go where the fewest are, by no more than the skew; a node without a place takes none', () => {
    expect(unfit(web(), one)).toEqual(['spread', 'spread', '', 'spread']);
    expect(unfit(web({ maxSkew: 2 }), one)).toEqual(['', '', '', 'spread']);
    expect(unfit(web({ maxSkew: undefined }), one)).toEqual(['spread', 'spread', '', 'spread']);
    expect(unfit(web(), states({ x1: [pod('web')], y1: [pod('web')] }))).toEqual(['', '', '', 'spread']);
  });

  test('only where it is required', () => {
    expect(unfit(web({ whenUnsatisfiable: 'ScheduleAnyway' }), one)).toEqual(['', '', '', '']);
    expect(unfit(web({ whenUnsatisfiable: 'DoNotSchedule' }), one)).toEqual(['spread', 'spread', '', 'spread']);
  });

  test.each([
    ['of another namespace', pod('web', {}, { namespace: 'other' })],
    ['that ends', pod('web', {}, { deletionTimestamp: '2026-11-29T00:00:00Z' })],
    ['of another kind', pod('db')],
  ])('a pod %s is not counted', (_what, other) => {
    expect(unfit(web(), states({ x1: [other] }))).toEqual(['', '', '', 'spread']);
  });

  test('of one revision are counted where the constraint says so', () => {
    const labels = (hash: string) => ({ labels: { app: 'web', hash } });
    const all = states({ x1: [pod('web', {}, labels('old'))] });
    const keyed = { matchLabelKeys: ['hash', 'nothing'] };
    expect(unfit(web(keyed, labels('new')), all)).toEqual(['', '', '', 'spread']);
    expect(unfit(web(keyed, labels('old')), all)).toEqual(['spread', 'spread', '', 'spread']);
  });

  test('nodes that the pod could not choose have no part in it', () => {
    const chosen = { ...web(), spec: { ...spread(), nodeSelector: { zone: 'x' } } };
    expect(unfit(chosen, one)).toEqual(['', '', 'selector', 'selector']);
  });
});

describe('what is not judged', () => {
  test.each([
    [{}, []],
    [{ schedulerName: 'default-scheduler' }, []],
    [{ schedulerName: 'volcano' }, ['scheduler']],
    [{ resourceClaims: [{ name: 'gpu' }] }, ['devices']],
    [beside(term()), []],
    [beside(term({ namespaceSelector: {} })), ['namespaceSelector']],
    [apart(term({ namespaceSelector: {} })), ['namespaceSelector']],
    [spread(), []],
    [spread({ minDomains: 3 }), ['spreadPolicy']],
    [spread({ nodeTaintsPolicy: 'Honor' }), ['spreadPolicy']],
    [spread({ nodeAffinityPolicy: 'Ignore' }), ['spreadPolicy']],
    [spread({ nodeTaintsPolicy: 'Ignore', nodeAffinityPolicy: 'Honor' }), []],
  ])('of %j is %j', (spec, rules) => {
    expect(unjudgedRules(pod('web', spec), { volumeTerms })).toEqual(rules);
  });

  test('is where a volume is of which nothing is known', () => {
    expect(unjudgedRules(pod('web'), { volumeTerms: () => null })).toEqual(['volumes']);
  });
});
