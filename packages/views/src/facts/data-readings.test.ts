import { describe, expect, test } from 'vitest';
import { dataReadings, needsRestart } from './data-readings.ts';

const of = (podSpec: object, kind: 'configmaps' | 'secrets' = 'configmaps') => dataReadings(podSpec, kind, 'conf');
const mounted = (volume: object, mount: object = {}) => ({
  volumes: [{ name: 'v', ...volume }],
  containers: [{ name: 'c', volumeMounts: [{ name: 'v', mountPath: '/x', ...mount }] }],
});

describe('as files', () => {
  test('all keys of a volume, or those it names', () => {
    expect(of(mounted({ configMap: { name: 'conf' } }))).toEqual([{ way: 'files', keys: [] }]);
    const items = [
      { key: 'b', path: 'b' },
      { key: 'a', path: 'a' },
    ];
    expect(of(mounted({ configMap: { name: 'conf', items } }))).toEqual([{ way: 'files', keys: ['a', 'b'] }]);
    expect(of(mounted({ secret: { secretName: 'conf' } }), 'secrets')).toEqual([{ way: 'files', keys: [] }]);
  });

  test('out of a projected volume', () => {
    const sources = [{ secret: { name: 'other' } }, { configMap: { name: 'conf', items: [{ key: 'a' }] } }];
    expect(of(mounted({ projected: { sources } }))).toEqual([{ way: 'files', keys: ['a'] }]);
    const twice = { sources: [...sources, { configMap: { name: 'conf' } }] };
    expect(of(mounted({ projected: twice }))).toEqual([{ way: 'files', keys: [] }]);
  });

  test('none where no container mounts the volume, or it is of another object or kind', () => {
    expect(of({ volumes: [{ name: 'v', configMap: { name: 'conf' } }], containers: [{ name: 'c' }] })).toEqual([]);
    expect(of(mounted({ configMap: { name: 'other' } }))).toEqual([]);
    expect(of(mounted({ configMap: { name: 'conf' } }), 'secrets')).toEqual([]);
  });
});

test.each([{ subPath: 'app.json' }, { subPathExpr: '$(POD)' }])('%j is a part that is not renewed', mount => {
  const [reading] = of(mounted({ configMap: { name: 'conf' } }, mount));
  expect([reading?.way, reading === undefined ? null : needsRestart(reading)]).toEqual(['part', true]);
});

test('as variables, one by one or all, of any kind of container', () => {
  const env = [
    { name: 'A', valueFrom: { configMapKeyRef: { name: 'conf', key: 'a' } } },
    { name: 'B', valueFrom: { configMapKeyRef: { name: 'other', key: 'b' } } },
    { name: 'C', value: 'conf' },
  ];
  expect(of({ initContainers: [{ name: 'i', env }] })).toEqual([{ way: 'variables', keys: ['a'] }]);
  const all = { containers: [{ name: 'c', env, envFrom: [{ configMapRef: { name: 'conf' } }] }] };
  expect(of(all)).toEqual([{ way: 'variables', keys: [] }]);
  const secret = { containers: [{ name: 'c', envFrom: [{ secretRef: { name: 'conf' } }] }] };
  expect(of(secret, 'secrets').map(needsRestart)).toEqual([true]);
});

test('to pull images, of Secrets alone, which is looked up each time', () => {
  const spec = { imagePullSecrets: [{ name: 'conf' }] };
  expect(of(spec, 'secrets')).toEqual([{ way: 'pull', keys: [] }]);
  expect(of(spec, 'secrets').map(needsRestart)).toEqual([false]);
  expect(of(spec)).toEqual([]);
});

test.each([
  undefined,
  null,
  'x',
  { volumes: 'x', containers: [null, 'x'] },
  { containers: [{ env: [null], envFrom: {} }] },
])('of %j nothing is read', spec => {
  expect(dataReadings(spec, 'secrets', 'conf')).toEqual([]);
});

test('another object that is read in full, or pulled with, is no reading of this one', () => {
  const spec = {
    containers: [{ name: 'c', envFrom: [{ configMapRef: { name: 'other' } }, { secretRef: { name: 'conf' } }] }],
    imagePullSecrets: [{ name: 'other' }],
  };
  expect(of(spec)).toEqual([]);
  expect(of({ ...spec, containers: [] }, 'secrets')).toEqual([]);
});

test('each way has its own keys; a debug container reads as others do', () => {
  const reference = { name: 'A', valueFrom: { configMapKeyRef: { name: 'conf', key: 'level' } } };
  const spec = mounted({ configMap: { name: 'conf', items: [{ key: 'app.json', path: 'app.json' }] } });
  expect(of({ ...spec, ephemeralContainers: [{ name: 'debug', env: [reference, reference] }] })).toEqual([
    { way: 'files', keys: ['app.json'] },
    { way: 'variables', keys: ['level'] },
  ]);
});
