import { describe, expect, test } from 'vitest';
import type { KubeObject } from './kube-object.ts';
import { formatUsage, isInScope, usageOf } from './resource-usage.ts';

const object = (fields: object = {}): KubeObject => ({ metadata: { name: 'a' }, ...fields });
const container = (requests: object, limits: object = {}) => ({ resources: { requests, limits } });
const pod = (spec: object, status: object = {}) => object({ spec, status });
const core = (resource: string) => ({ group: '', resource });

/** Each is counted by `count/`, some of the core group by their plain name as well (k8s.io/kubernetes/pkg/quota/v1/evaluator/core). */
test.each([
  [core('configmaps'), { 'count/configmaps': 1, configmaps: 1 }],
  [core('secrets'), { 'count/secrets': 1, secrets: 1 }],
  [core('replicationcontrollers'), { 'count/replicationcontrollers': 1, replicationcontrollers: 1 }],
  [core('resourcequotas'), { 'count/resourcequotas': 1, resourcequotas: 1 }],
  [core('serviceaccounts'), { 'count/serviceaccounts': 1 }],
  [{ group: 'batch', resource: 'jobs' }, { 'count/jobs.batch': 1 }],
  // Of another group, whatever it is called.
  [{ group: 'example.com', resource: 'secrets' }, { 'count/secrets.example.com': 1 }],
  [{ group: 'metrics.k8s.io', resource: 'pods' }, { 'count/pods.metrics.k8s.io': 1 }],
])('%j counts as %j', (target, usage) => {
  expect(usageOf(target, object({ spec: { type: 'LoadBalancer', containers: [container({ cpu: '1' })] } }))).toEqual(
    usage,
  );
});

test.each([
  ['ClusterIP', {}],
  ['NodePort', { 'services.nodeports': 2 }],
  ['LoadBalancer', { 'services.nodeports': 2, 'services.loadbalancers': 1 }],
  ['ExternalName', {}],
])('a Service of type %s', (type, more) => {
  const service = object({ spec: { type, ports: [{ port: 80 }, { port: 443 }] } });
  expect(usageOf(core('services'), service)).toEqual({ 'count/services': 1, services: 1, ...more });
});

test('a claim counts what it asks for', () => {
  const claim = (requests: unknown) => object({ spec: { resources: { requests } } });
  const named = { 'count/persistentvolumeclaims': 1, persistentvolumeclaims: 1 };
  expect(usageOf(core('persistentvolumeclaims'), claim({ storage: '1Gi' }))).toEqual({
    ...{ ...named, 'requests.storage': 2 ** 30 },
  });
  for (const none of [undefined, {}, { storage: 'much' }])
    expect(usageOf(core('persistentvolumeclaims'), claim(none))).toEqual({ ...named, 'requests.storage': 0 });
});

describe('a pod counts', () => {
  const usage = (spec: object, status: object = {}) => usageOf(core('pods'), pod(spec, status));

  test('what its containers ask for and may have, by both names of each', () => {
    const containers = [container({ cpu: '500m', memory: '1Ki' }, { cpu: 1 }), container({ cpu: 1 }, { cpu: '1500m' })];
    expect(usage({ containers })).toEqual({
      ...{ 'count/pods': 1, pods: 1, cpu: 1.5, 'requests.cpu': 1.5, memory: 1024, 'requests.memory': 1024 },
      'limits.cpu': 2.5,
    });
  });

  test('more where an init container needs that first, and what its runtime takes', () => {
    const spec = {
      containers: [container({ cpu: '1' }, { cpu: '2' })],
      initContainers: [container({ cpu: '3' }, { cpu: '3' })],
      overhead: { cpu: '250m', memory: '1Mi' },
    };
    expect(usage(spec)).toEqual({
      ...{ 'count/pods': 1, pods: 1, cpu: 3.25, 'requests.cpu': 3.25, memory: 2 ** 20, 'requests.memory': 2 ** 20 },
      // What the runtime takes is added to a limit, and is none by itself.
      'limits.cpu': 3.25,
    });
  });

  test('once it ended nothing but itself', () => {
    const containers = [container({ cpu: '1' })];
    for (const phase of ['Succeeded', 'Failed']) expect(usage({ containers }, { phase })).toEqual({ 'count/pods': 1 });
    for (const phase of ['Pending', 'Running', 'Unknown']) expect(usage({ containers }, { phase })['pods']).toBe(1);
  });
});

/** podMatchesScopeFunc of Kubernetes 1.37. */
describe('the scope', () => {
  const isIn = (spec: object, scopes: readonly string[]) => isInScope(object({ spec: { scopes } }), pod(spec));
  const term = (fields: object) => ({ topologyKey: 'zone', ...fields });
  const affinity = (kind: string, terms: object) => ({ affinity: { [kind]: terms } });
  const required = (fields: object) => ({ requiredDuringSchedulingIgnoredDuringExecution: [term({}), term(fields)] });
  const preferred = (fields: object) => ({
    preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: term(fields) }],
  });

  test.each([
    ['Terminating', { activeDeadlineSeconds: 0 }, true],
    ['Terminating', {}, false],
    // One that is not known yet counts everything: nothing is promised that a quota may refuse.
    ['OfTomorrow', {}, true],
    ['NotTerminating', {}, true],
    ['NotTerminating', { activeDeadlineSeconds: 60 }, false],
    ['BestEffort', { containers: [{}] }, true],
    ['BestEffort', { containers: [container({}, {})] }, true],
    ['BestEffort', { containers: [container({ cpu: '0' })] }, true],
    // GetPodQOS looks at CPU and memory alone.
    ['BestEffort', { containers: [container({ 'ephemeral-storage': '1Gi' })] }, true],
    ['BestEffort', { containers: [container({}, { memory: '1Gi' })] }, false],
    ['BestEffort', { containers: [{}], initContainers: [container({ cpu: '1' })] }, false],
    ['BestEffort', { containers: [{}], resources: { requests: { cpu: '1' } } }, false],
    ['NotBestEffort', { containers: [{}] }, false],
    ['NotBestEffort', { containers: [{}, container({ cpu: '1' })] }, true],
    ['PriorityClass', { priorityClassName: 'high' }, true],
    ['PriorityClass', { priorityClassName: '' }, false],
    ['PriorityClass', {}, false],
    ['CrossNamespacePodAffinity', {}, false],
    ['CrossNamespacePodAffinity', affinity('podAffinity', required({})), false],
    ['CrossNamespacePodAffinity', affinity('podAffinity', required({ namespaces: [] })), false],
    ['CrossNamespacePodAffinity', affinity('podAffinity', required({ namespaces: ['x'] })), true],
    ['CrossNamespacePodAffinity', affinity('podAntiAffinity', required({ namespaceSelector: {} })), true],
    ['CrossNamespacePodAffinity', affinity('podAntiAffinity', preferred({ namespaces: ['x'] })), true],
    ['CrossNamespacePodAffinity', affinity('podAffinity', preferred({})), false],
    ['CrossNamespacePodAffinity', affinity('nodeAffinity', required({ namespaces: ['x'] })), false],
  ] as const)('%s of %j: %j', (scope, spec, isSo) => expect(isIn(spec, [scope])).toBe(isSo));

  test('none counts everything, several only what is in all', () => {
    expect(isIn({}, [])).toBe(true);
    expect(isInScope(object(), pod({}))).toBe(true);
    expect(isIn({ containers: [{}] }, ['BestEffort', 'NotTerminating'])).toBe(true);
    expect(isIn({ containers: [{}] }, ['BestEffort', 'Terminating'])).toBe(false);
  });

  test.each([
    ['In', ['high', 'low'], 'high', true],
    ['In', ['low'], 'high', false],
    ['In', [''], '', false],
    ['NotIn', ['low'], 'high', true],
    ['NotIn', ['high'], 'high', false],
    ['NotIn', ['high'], '', true],
    ['Exists', undefined, 'high', true],
    ['Exists', undefined, '', false],
    ['DoesNotExist', undefined, '', true],
    ['DoesNotExist', undefined, 'high', false],
  ])('by a selector: priority %s %j, of a pod with %j: %j', (operator, values, priorityClassName, isSo) => {
    const matchExpressions = [{ scopeName: 'PriorityClass', operator, values }];
    const quota = object({ spec: { scopeSelector: { matchExpressions } } });
    expect(isInScope(quota, pod(priorityClassName === '' ? {} : { priorityClassName }))).toBe(isSo);
  });
});

test.each([
  ['requests.memory', 2 ** 31, '2Gi'],
  ['requests.storage', 1_536 * 2 ** 20, '1536Mi'],
  ['memory', 1_000, '1000'],
  ['limits.ephemeral-storage', 2 ** 20, '1Mi'],
  ['requests.cpu', 1.5, '1500m'],
  ['pods', 3_000, '3k'],
  ['count/jobs.batch', 7, '7'],
])('%s of %d is shown as %s', (name, amount, text) => expect(formatUsage(name, amount)).toBe(text));
