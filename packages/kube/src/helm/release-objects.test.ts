import { expect, test } from 'vitest';
import { releaseObjects, rollbackEffects, uninstallEffects } from './release-objects.ts';

const object = (kind: string, name: string, more = '') =>
  `---\n# Source: web/templates/x.yaml\napiVersion: v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n${more}`;
const KEPT = '  annotations:\n    "helm.sh/resource-policy": keep\n';
const of = (...texts: readonly string[]) => releaseObjects(texts.join('')).objects;
const told = (effects: readonly { effect: string; kind: string; name: string }[]) =>
  effects.map(({ effect, kind, name }) => `${effect} ${kind}/${name}`);

test('objects of a manifest stand in its order; a part that cannot be read is said', () => {
  const read = releaseObjects(`${object('Service', 'a')}${object('ConfigMap', 'b', KEPT)}`);
  expect(read.isWhole).toBe(true);
  expect(read.objects.map(({ kind, name, isKept }) => [kind, name, isKept])).toEqual([
    ['Service', 'a', false],
    ['ConfigMap', 'b', true],
  ]);
  expect(releaseObjects(`${object('Service', 'a')}---\nkind: [`)).toMatchObject({
    isWhole: false,
    objects: [{ name: 'a' }],
  });
  expect(releaseObjects('')).toEqual({ objects: [], isWhole: true });
});

test('going back makes what is missing, changes what differs and takes what came since, but what is to be kept', () => {
  const current = of(
    object('Service', 'a'),
    object('ConfigMap', 'b', 'data: {x: "2"}\n'),
    object('Secret', 'new'),
    object('PVC', 'kept', KEPT),
  );
  const wanted = of(object('Service', 'a'), object('ConfigMap', 'b', 'data: {x: "1"}\n'), object('Job', 'old'));
  expect(told(rollbackEffects(current, wanted))).toEqual([
    'same Service/a',
    'changed ConfigMap/b',
    'created Job/old',
    'deleted Secret/new',
    'kept PVC/kept',
  ]);
});

test('another version of a kind is the same object', () => {
  const [old] = of('apiVersion: apps/v1beta1\nkind: Deployment\nmetadata: {name: web}\n');
  const [now] = of('apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n');
  if (old === undefined || now === undefined) throw new Error('both are read');
  expect(told(rollbackEffects([now], [old]))).toEqual(['changed Deployment/web']);
});

test('all goes with the release but what is to be kept', () => {
  expect(told(uninstallEffects(of(object('Service', 'a'), object('PVC', 'b', KEPT))))).toEqual([
    'deleted Service/a',
    'kept PVC/b',
  ]);
});
