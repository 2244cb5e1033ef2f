import { describe, expect, test } from 'vitest';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { autoscalers, autoscalersOf, budgets, budgetsLeft, quotas, quotaStops } from './replica-limits.ts';

const web = (spec: object = {}): KubeObject => ({
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: { template: { spec } },
});

test('all are looked for in the namespace, as advice: who may not list them may scale', () => {
  expect([autoscalers('shop'), quotas('shop'), budgets('shop')]).toEqual([
    {
      resource: { group: 'autoscaling', version: 'v2', resource: 'horizontalpodautoscalers' },
      ...{ namespace: 'shop', isAdvice: true },
    },
    { resource: { group: '', version: 'v1', resource: 'resourcequotas' }, namespace: 'shop', isAdvice: true },
    {
      resource: { group: 'policy', version: 'v1', resource: 'poddisruptionbudgets' },
      ...{ namespace: 'shop', isAdvice: true },
    },
  ]);
});

describe('the autoscalers of an object', () => {
  const scaler = (name: string, target: object, bounds: object = { minReplicas: 2, maxReplicas: 9 }): KubeObject => ({
    metadata: { name },
    spec: { scaleTargetRef: target, ...bounds },
  });
  const WEB = { kind: 'Deployment', name: 'web' };

  test('are those that name its kind and name', () => {
    const others = [
      scaler('a', { ...WEB, name: 'db' }),
      scaler('b', { ...WEB, kind: 'StatefulSet' }),
      { metadata: {} },
    ];
    expect(autoscalersOf(web(), 3, [...others, scaler('web', WEB)])).toEqual([
      { key: 'effect.autoscalerSets', values: { name: 'web', min: 2, max: 9 } },
    ]);
    expect(autoscalersOf(web(), 3, others)).toEqual([]);
  });

  test('rest while there are none, and have at least one where they do not say', () => {
    expect(autoscalersOf(web(), 0, [scaler('web', WEB, { maxReplicas: 3 })])).toEqual([
      { key: 'effect.autoscalerRests', values: { name: 'web', min: 1, max: 3 } },
    ]);
  });

  test('set it back to what they want by what they measured, where that is another number', () => {
    const conditions = [{ type: 'ScalingActive', status: 'True' }];
    const measured = { ...scaler('web', WEB), status: { desiredReplicas: 4, conditions } };
    const values = { name: 'web', min: 2, max: 9, desired: 4 };
    expect(autoscalersOf(web(), 3, [measured])).toEqual([{ key: 'effect.autoscalerSetsBack', values }]);
    expect(autoscalersOf(web(), 4, [measured])).toEqual([{ key: 'effect.autoscalerSets', values }]);
  });

  test.each([
    ['that measure nothing keep what they wanted before', 3, {}, 'False', 'Sets'],
    ['that never go down leave more', 6, { scaleDown: { selectPolicy: 'Disabled' } }, 'True', 'Sets'],
    ['that never go down still go up', 3, { scaleDown: { selectPolicy: 'Disabled' } }, 'True', 'SetsBack'],
    ['that never go up leave less', 3, { scaleUp: { selectPolicy: 'Disabled' } }, 'True', 'Sets'],
    ['that never go up still go down', 6, { scaleUp: { selectPolicy: 'Disabled' } }, 'True', 'SetsBack'],
  ])('%s', (_what, to, behavior, status, said) => {
    const conditions = [{ type: 'ScalingActive', status }];
    const bounds = { minReplicas: 2, maxReplicas: 9, behavior };
    const told = autoscalersOf(web(), to, [
      { ...scaler('web', WEB, bounds), status: { desiredReplicas: 4, conditions } },
    ]);
    expect(told.map(({ key }) => key)).toEqual([`effect.autoscaler${said}`]);
  });

  test('that KEDA made do not rest: it may start the first pod by itself', () => {
    const owner = { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', name: 'web', uid: 'k' };
    const made = [{ labels: { 'scaledobject.keda.sh/name': 'web' } }, { ownerReferences: [owner] }];
    for (const metadata of made) {
      const { spec } = scaler('web', WEB) as KubeObject & { spec: object };
      const told = autoscalersOf(web(), 0, [{ metadata: { name: 'web', ...metadata }, spec }]);
      expect(told.map(({ key }) => key)).toEqual(['effect.autoscalerWakes']);
    }
  });

  test('that cannot be listed are not called none', () => {
    expect(autoscalersOf(web(), 3, null)).toEqual([{ key: 'effect.autoscalersUnknown', values: {} }]);
  });
});

describe('quotas', () => {
  const CPU = { containers: [{ resources: { requests: { cpu: '500m' } } }] };
  const TENTH = { containers: [{ resources: { requests: { cpu: '100m' } } }] };
  const quota = (hard: object, used: object = {}, spec: object = {}): KubeObject => ({
    metadata: { name: 'team' },
    ...{ spec, status: { hard, used } },
  });
  const stops = (spec: object, more: number, ...limits: KubeObject[]) => quotaStops(web(spec), more, limits);
  const said = (resource: string, used: string, hard: string, fits: number) => [
    { key: 'effect.quotaStops', values: { name: 'team', resource, used, hard, fits } },
  ];

  test.each([
    ['there are none', CPU, 100, [], []],
    ['to the last', CPU, 4, [quota({ 'requests.cpu': '2' })], []],
    ['one more than there is room for', CPU, 5, [quota({ 'requests.cpu': '2' })], said('requests.cpu', '0', '2', 4)],
    ['beside what is used', CPU, 3, [quota({ pods: '5' }, { pods: '3' })], said('pods', '3', '5', 2)],
    ['nothing is left', CPU, 1, [quota({ pods: '3' }, { pods: '3' })], said('pods', '3', '3', 0)],
    ['more is used than there may be', CPU, 1, [quota({ pods: '3' }, { pods: '5' })], said('pods', '5', '3', 0)],
    ['by the plain name as well', CPU, 3, [quota({ cpu: '1' })], said('cpu', '0', '1', 2)],
    ['by the number of all pods', CPU, 3, [quota({ 'count/pods': '2' })], said('count/pods', '0', '2', 2)],
    ['what the pods do not ask for', {}, 9, [quota({ 'requests.cpu': '1' })], []],
    ['what no pod uses', CPU, 9, [quota({ services: '1', 'requests.cpu': 'x' })], []],
    ['fewer pods', CPU, -2, [quota({ pods: '3' }, { pods: '3' })], []],
    ['to the last tenth', TENTH, 3, [quota({ 'requests.cpu': '300m' })], []],
    ['one tenth more', TENTH, 4, [quota({ cpu: '4' }, { cpu: '3700m' })], said('cpu', '3700m', '4', 3)],
    ['the first that stops', CPU, 3, [quota({ pods: '9' }), quota({ pods: '2' })], said('pods', '0', '2', 2)],
  ])('%s', (_title, spec, more, limits, effects) => {
    expect(quotaStops(web(spec), more, limits)).toEqual(effects);
  });

  test('bytes are told in powers of 1024', () => {
    const memory = { containers: [{ resources: { limits: { memory: '1Gi' } } }] };
    expect(stops(memory, 3, quota({ 'limits.memory': '2560Mi' }, { 'limits.memory': '1Gi' }))).toEqual(
      said('limits.memory', '1Gi', '2560Mi', 1),
    );
  });

  test('an init container that asks for more counts instead', () => {
    const spec = { ...CPU, initContainers: [{ resources: { requests: { cpu: '2' } } }] };
    expect(stops(spec, 2, quota({ 'requests.cpu': '3' }))).toEqual(said('requests.cpu', '0', '3', 1));
  });

  test('of others than these pods they say nothing', () => {
    const scoped = (...scopes: string[]) => quota({ pods: '0' }, {}, { scopes });
    expect(stops(CPU, 1, scoped('BestEffort'), scoped('Terminating'))).toEqual([]);
    expect(stops(CPU, 1, scoped('NotBestEffort', 'NotTerminating'))).toEqual(said('pods', '0', '0', 0));
    const byPriority = {
      scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'NotIn', values: ['high'] }] },
    };
    expect(stops(CPU, 1, quota({ pods: '0' }, {}, byPriority))).toEqual(said('pods', '0', '0', 0));
    expect(stops({ ...CPU, priorityClassName: 'high' }, 1, quota({ pods: '0' }, {}, byPriority))).toEqual([]);
  });

  test('that cannot be listed are not called none', () => {
    expect(quotaStops(web(), 1, null)).toEqual([{ key: 'effect.quotasUnknown', values: {} }]);
  });
});

describe('budgets', () => {
  const WEB: KubeObject = { metadata: {}, spec: { template: { metadata: { labels: { app: 'web' } } } } };
  const guard = (spec: object): KubeObject => ({
    metadata: { name: 'g' },
    spec: { selector: { matchLabels: { app: 'web' } }, ...spec },
  });
  const left = (to: number, spec: object) =>
    budgetsLeft(WEB, to, [guard(spec)]).map(({ key, values }) => [key, values]);

  test.each<[number, object, string, number]>([
    [3, { minAvailable: 2 }, 'effect.budgetLeaves', 1],
    [2, { minAvailable: 2 }, 'effect.budgetLeavesNone', 0],
    [1, { minAvailable: 2 }, 'effect.budgetLeavesNone', 0],
    // Half of three, rounded up, is two.
    [3, { minAvailable: '50%' }, 'effect.budgetLeaves', 1],
    [1, { minAvailable: '50%' }, 'effect.budgetLeavesNone', 0],
    [3, { maxUnavailable: 2 }, 'effect.budgetLeaves', 2],
    [3, { maxUnavailable: 0 }, 'effect.budgetLeavesNone', 0],
    [3, { maxUnavailable: '10%' }, 'effect.budgetLeaves', 1],
    [3, {}, 'effect.budgetLeaves', 3],
  ])('of %i pods and %j: %s, %i', (to, spec, key, free) => {
    expect(left(to, spec)).toEqual([[key, { name: 'g', after: to, free }]]);
  });

  test('are those whose selector takes the pods in: an empty one all, none at all nothing', () => {
    expect(left(3, { selector: { matchLabels: { app: 'db' } } })).toEqual([]);
    expect(left(3, { selector: {} })).toHaveLength(1);
    expect(left(3, { selector: undefined })).toEqual([]);
  });

  test('that cannot be listed are not called none', () => {
    expect(budgetsLeft(WEB, 1, null)).toEqual([{ key: 'effect.budgetsUnknown', values: {} }]);
  });
});
