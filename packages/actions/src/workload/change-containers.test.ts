import { describe, expect, test } from 'vitest';
import { parseJson } from '@lanthorn/base/json-text.ts';
import { getPath } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { ContainerChange } from '../machinery/action.ts';
import { CHANGE_CONTAINERS, podSpecPath } from './change-containers.ts';

const apps = (resource: string) => ({ group: 'apps', version: 'v1', resource });
const TARGET = { cluster: 'c', resource: apps('deployments'), namespace: 'shop', name: 'web', uid: 'u1' };
const CONTAINERS = [
  {
    ...{ name: 'app', image: 'web:1', resources: { requests: { cpu: '1' }, limits: { memory: '1Gi' } } },
    env: [{ name: 'A', value: '1' }, { name: 'EMPTY' }, { name: 'B', valueFrom: { fieldRef: { fieldPath: 'x' } } }],
  },
  { name: 'side', image: 'side:1' },
];
const object: KubeObject = {
  ...{ kind: 'Deployment', metadata: { name: 'web', uid: 'u1', resourceVersion: '7' } },
  spec: { template: { spec: { containers: CONTAINERS } } },
};
const app = (change: Partial<ContainerChange>): ContainerChange => ({ name: 'app', isInit: false, ...change });
const side = (change: Partial<ContainerChange>): ContainerChange => ({ name: 'side', isInit: false, ...change });
const plan = (...containers: ContainerChange[]) =>
  CHANGE_CONTAINERS.plan(
    { kind: 'workload.containers', target: TARGET, index: 0, suffix: 's', params: { containers } },
    object,
    {
      ...{ context: 'prod', schema: null, now: 0 },
    },
  );
const sent = (...containers: ContainerChange[]) =>
  getPath(parseJson(plan(...containers).request.body ?? ''), ...podSpecPath(TARGET.resource), 'containers');

test.each([
  ['deployments', true],
  ['statefulsets', true],
  ['daemonsets', true],
  ['replicasets', false],
])('%s have a template that is changed: %j', (resource, isSo) => {
  expect(CHANGE_CONTAINERS.appliesTo(apps(resource))).toBe(isSo);
});

describe('is as it is wanted', () => {
  test.each<[string, Partial<ContainerChange>, boolean]>([
    ['nothing is asked', {}, true],
    ['the image', { image: 'web:1' }, true],
    ['another image', { image: 'web:2' }, false],
    ['an amount', { requests: { cpu: '1' } }, true],
    ['another amount', { requests: { cpu: '2' } }, false],
    ['an amount that is not there', { requests: { memory: '1Gi' } }, false],
    ['a limit, which is no request', { limits: { cpu: '1' } }, false],
    ['a limit', { limits: { memory: '1Gi' } }, true],
    ['one that goes', { limits: { memory: null } }, false],
    ['one that is gone', { limits: { cpu: null } }, true],
    ['a variable', { env: { A: '1' } }, true],
    ['an empty variable', { env: { EMPTY: '' } }, true],
    ['another value', { env: { A: '2' } }, false],
    ['a value in the place of one from elsewhere', { env: { B: 'x' } }, false],
    ['a variable that goes', { env: { B: null } }, false],
    ['a variable that is gone', { env: { C: null } }, true],
  ])('%s: %j', (_title, change, isDone) => expect(plan(app(change)).isDone).toBe(isDone));

  test('only where all containers are', () => {
    expect(plan(app({ image: 'web:1' }), side({ image: 'side:2' })).isDone).toBe(false);
    expect(plan(app({ image: 'web:1' }), side({ image: 'side:1' })).isDone).toBe(true);
  });
});

test('nothing but what is another is sent', () => {
  expect(sent(app({ image: 'web:2' }))).toEqual([{ name: 'app', image: 'web:2' }]);
  expect(sent(app({ limits: { cpu: '2' } }), side({ requests: { cpu: '1' } }))).toEqual([
    { name: 'app', resources: { limits: { cpu: '2' } } },
    { name: 'side', resources: { requests: { cpu: '1' } } },
  ]);
  expect(sent(app({ env: { A: null } }))).toEqual([{ name: 'app', env: [{ name: 'A', $patch: 'delete' }] }]);
});

test.each<[string, readonly ContainerChange[], readonly object[]]>([
  [
    'images',
    [app({ image: 'web:2' }), side({ image: 's:2' })],
    [{ key: 'effect.imagesSet', values: { images: 'app: web:1 → web:2, side: side:1 → s:2' } }],
  ],
  [
    'amounts',
    [app({ requests: {} }), side({ limits: {} })],
    [{ key: 'effect.resourcesSet', values: { containers: 'app, side' } }],
  ],
  [
    'variables',
    [app({ env: {} }), side({ env: {} })],
    [{ key: 'effect.environmentSet', values: { containers: 'app, side' } }],
  ],
  [
    ...(['each by itself', [app({ limits: {} }), side({ env: {} })]] as const),
    [
      { key: 'effect.resourcesSet', values: { containers: 'app' } },
      { key: 'effect.environmentSet', values: { containers: 'side' } },
    ],
  ],
])('says what becomes another: %s', (_title, changes, effects) => {
  expect(plan(...changes).effects).toEqual([...effects, { key: 'effect.rolloutFollows', values: {} }]);
});

describe('the lines of kubectl', () => {
  const head = 'kubectl --context=prod --namespace=shop';

  test('one for the images of all, one for the amounts and the variables of each', () => {
    const changes = [
      app({ image: 'web:2', requests: { cpu: '2', memory: '1Gi' }, limits: { cpu: '3' } }),
      side({ image: 's:2', env: { X: '1' } }),
    ];
    expect(plan(...changes).kubectl.split('\n')).toEqual([
      `${head} set image deployment web app=web:2 side=s:2`,
      `${head} set resources deployment web --containers=app --requests=cpu=2,memory=1Gi --limits=cpu=3`,
      `${head} set env deployment web --containers=side X=1`,
    ]);
  });

  test('a patch where an amount goes, which is what is sent', () => {
    for (const change of [{ requests: { cpu: null } }, { limits: { memory: null } }]) {
      const { kubectl } = plan(app(change));
      const [, text = ''] = /'--patch=(.*)'$/.exec(kubectl) ?? [];
      expect(kubectl.startsWith(`${head} patch deployment web --type=strategic '--patch=`)).toBe(true);
      expect(getPath(parseJson(text), 'spec', 'template', 'spec', 'containers')).toEqual([
        { name: 'app', resources: change },
      ]);
    }
  });
});

describe('another image for whichever containers have the one', () => {
  const planned = (images: { from: string; to: string }, on: KubeObject = object) =>
    CHANGE_CONTAINERS.plan(
      { kind: 'workload.containers', target: TARGET, index: 0, suffix: 's', params: { images } },
      on,
      { context: 'prod', schema: null, now: 0 },
    );
  const SIDE = { from: 'side:1', to: 'side:2' };
  const of = (containers: readonly object[], initContainers: readonly object[] = []): KubeObject => ({
    ...object,
    spec: { template: { spec: { containers, initContainers } } },
  });

  test('is set by the names that they have on this object, in both lists', () => {
    const { request, kubectl, isDone, lacks } = planned(
      SIDE,
      of(
        [
          { name: 'a', image: 'side:1' },
          { name: 'b', image: 'web:1' },
        ],
        [{ name: 'c', image: 'side:1' }],
      ),
    );
    expect(getPath(parseJson(request.body ?? ''), 'spec', 'template', 'spec')).toEqual({
      containers: [{ name: 'a', image: 'side:2' }],
      initContainers: [{ name: 'c', image: 'side:2' }],
    });
    expect([kubectl, isDone, lacks]).toEqual([
      'kubectl --context=prod --namespace=shop set image deployment web a=side:2 c=side:2',
      false,
      null,
    ]);
  });

  test('is done where none has it any more and one has the other, and is refused where there is neither', () => {
    expect([planned(SIDE).isDone, planned(SIDE).lacks]).toEqual([false, null]);
    const done = planned(SIDE, of([{ name: 'a', image: 'side:2' }]));
    expect([done.isDone, done.lacks]).toEqual([true, null]);
    expect(planned(SIDE, of([{ name: 'a', image: 'web:1' }])).lacks).toEqual({ what: 'image', name: 'side:1' });
  });

  test('is known as what was asked by the object that has it', () => {
    const action = {
      kind: 'workload.containers' as const,
      target: TARGET,
      index: 0,
      suffix: 's',
      params: { images: SIDE },
    };
    const isOwn = (on: KubeObject) => CHANGE_CONTAINERS.isOwnWork(action, on);
    expect([
      isOwn(object),
      isOwn(of([{ name: 'a', image: 'side:2' }])),
      isOwn(of([{ name: 'a', image: 'x' }])),
    ]).toEqual([false, true, false]);
  });
});
