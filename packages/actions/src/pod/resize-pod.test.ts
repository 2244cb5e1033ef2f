import { expect, test } from 'vitest';
import { parseJson } from '@lanthorn/base/json-text.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { actionRecord } from '../action-records.ts';
import type { ActionParams } from '../machinery/action.ts';

const TARGET = {
  ...{ cluster: 'c', resource: { group: '', version: 'v1', resource: 'pods' } },
  ...{ namespace: 'shop', name: 'web-1', uid: 'p1' },
};
const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'r1', controller: true };
const app = (resources: object, more: object = {}) => ({ name: 'app', image: 'web:1', resources, ...more });
const pod = (...containers: object[]): KubeObject => ({
  metadata: { name: 'web-1', namespace: 'shop', uid: 'p1', resourceVersion: '7' },
  spec: { nodeName: 'node-1', containers, initContainers: [{ name: 'mesh', restartPolicy: 'Always' }] },
});
const SMALL = pod(app({ requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '1' } }));
const record = actionRecord('pod.resize');
type Resize = NonNullable<ActionParams['resize']>;
const action = (resize: Resize) => ({
  ...{ kind: 'pod.resize', target: TARGET, index: 0, suffix: 's', params: { resize } },
});
const plan = (object: KubeObject, resize: Resize, related: readonly (readonly KubeObject[] | null)[] = []) =>
  record.plan(action(resize), object, { context: 'prod', schema: null, now: 0, related });
const MORE: Resize = { containers: [{ name: 'app', isInit: false, requests: { cpu: '250m' }, limits: { cpu: '2' } }] };
const keys = (...args: Parameters<typeof plan>) => plan(...args).effects.map(({ key }) => key);

test('amounts of that very pod in that very state, through the part of it that has a right of its own', () => {
  const { request, right, isDone, kubectl, lacks } = plan(SMALL, MORE);
  expect([request.method, request.path]).toEqual(['PATCH', '/api/v1/namespaces/shop/pods/web-1/resize']);
  const spec = { containers: [{ name: 'app', resources: { requests: { cpu: '250m' }, limits: { cpu: '2' } } }] };
  expect(parseJson(request.body ?? '')).toEqual({ metadata: { uid: 'p1', resourceVersion: '7' }, spec });
  expect([right.verb, right.resource, right.name, isDone, lacks]).toEqual([
    ...['patch', 'pods/resize', 'web-1', false, null],
  ]);
  expect(kubectl).toBe(
    `kubectl --context=prod --namespace=shop patch pod web-1 --subresource=resize --type=strategic '--patch=${JSON.stringify({ spec })}'`,
  );
});

test('the same amount in other words is done already; a container that is not there is named', () => {
  const same: Resize = {
    containers: [{ name: 'app', isInit: false, requests: { cpu: '0.1' }, limits: { cpu: '1000m' } }],
  };
  expect(plan(SMALL, same).isDone).toBe(true);
  expect(record.isOwnWork(action(same), SMALL)).toBe(true);
  expect(record.isOwnWork(action(same), { ...SMALL, metadata: { uid: 'other' } })).toBe(false);
  const other: Resize = { containers: [{ name: 'side', isInit: false, requests: { cpu: '1' } }] };
  expect(plan(SMALL, other).lacks).toEqual({ what: 'container', name: 'side' });
});

test.each(['__proto__', 'constructor', 'toString'])('a container called %s is one as others', name => {
  const resize: Resize = { containers: [{ name, isInit: false, requests: { cpu: '1' }, limits: { cpu: '2' } }] };
  const { request, lacks } = plan(pod({ name, resources: {} }), resize);
  const resources = { requests: { cpu: '1' }, limits: { cpu: '2' } };
  expect(parseJson(request.body ?? '')).toMatchObject({ spec: { containers: [{ name, resources }] } });
  expect([lacks, plan(SMALL, resize).lacks]).toEqual([null, { what: 'container', name }]);
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test('each amount is said, whether anything restarts, and that others stay as they are', () => {
  expect(plan(SMALL, { containers: [{ name: 'app', isInit: false, limits: { memory: '1Gi' } }] }).effects).toEqual([
    { key: 'effect.limitBecomes', values: { container: 'app', resource: 'memory', before: '–', after: '1Gi' } },
    { key: 'effect.resizedInPlace', values: {} },
  ]);
  const resizePolicy = [{ resourceName: 'cpu', restartPolicy: 'RestartContainer' }];
  const owned = pod(app({ requests: { cpu: '100m' } }, { resizePolicy }));
  owned.metadata = { ...owned.metadata, ownerReferences: [owner] };
  expect(plan(owned, MORE).effects.slice(-2)).toEqual([
    { key: 'effect.resizeRestarts', values: { containers: 'app' } },
    { key: 'effect.resizedAlone', values: { owner: 'ReplicaSet/web' } },
  ]);
  expect(plan(owned, MORE).ifUnserved).toEqual({ key: 'effect.resizeUnserved', values: { owner: 'ReplicaSet/web' } });
});

test('more than its node has in all is said, where the node may be read', () => {
  const node = { metadata: { name: 'node-1' }, status: { allocatable: { cpu: '4', memory: '8Gi' } } };
  const asks = (cpu: string): Resize => ({ containers: [{ name: 'app', isInit: false, requests: { cpu } }] });
  expect(record.related?.(TARGET, SMALL)).toEqual([
    { resource: { group: '', version: 'v1', resource: 'nodes' }, namespace: '', name: 'node-1', isAdvice: true },
  ]);
  expect(keys(SMALL, asks('5'), [[node]])).toContain('effect.resizeInfeasible');
  expect(keys(SMALL, asks('4'), [[node]])).not.toContain('effect.resizeInfeasible');
  // Three tenths are no more than 300m.
  const beside = pod(app({}), { name: 'side', resources: { requests: { cpu: '200m' } } });
  const small = { ...node, status: { allocatable: { cpu: '300m', memory: '8Gi' } } };
  expect(keys(beside, asks('100m'), [[small]])).not.toContain('effect.resizeInfeasible');
  expect(keys(beside, asks('101m'), [[small]])).toContain('effect.resizeInfeasible');
  expect(keys(SMALL, asks('5'), [null])).not.toContain('effect.resizeInfeasible');
});

test('an amount that somebody else changed since is a clash, until it is decided', () => {
  const from: Resize['from'] = [{ name: 'app', isInit: false, requests: { cpu: '50m' }, limits: { cpu: '1' } }];
  const path = ['spec', 'containers', 'app', 'resources', 'requests', 'cpu'];
  expect(plan(SMALL, { ...MORE, from }).clashes).toEqual([{ path, base: '50m', mine: '250m', live: '100m' }]);
  const decided = (choice: 'mine' | 'live') => plan(SMALL, { ...MORE, from, choices: { [path.join('.')]: choice } });
  expect([decided('mine').clashes, decided('live').clashes]).toEqual([[], []]);
  expect(decided('mine').request.body).toContain('250m');
  expect(decided('live').request.body).not.toContain('250m');
});

test('it is taken back by the same way; an amount there was none of before cannot be', () => {
  const after = pod(app({ requests: { cpu: '250m', memory: '64Mi' }, limits: { cpu: '1000m' } }));
  const undo = record.inverse({ target: TARGET, before: SMALL, after });
  const amounts = (cpu: string) => [{ name: 'app', isInit: false, requests: { cpu }, limits: {} }];
  expect(undo).toEqual({
    ...{ kind: 'pod.resize', target: TARGET },
    params: { resize: { containers: amounts('100m'), from: amounts('250m') } },
  });
  expect(record.inverse({ target: TARGET, before: SMALL, after: SMALL })).toBeNull();
  const added = pod(app({ requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '1', memory: '1Gi' } }));
  expect(record.inverse({ target: TARGET, before: SMALL, after: added })).toBeNull();
});
