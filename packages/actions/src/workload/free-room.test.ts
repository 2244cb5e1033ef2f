import { expect, test } from 'vitest';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { roomLacks } from './free-room.ts';

const node = (name: string, allocatable: object, spec: object = {}): KubeObject => ({
  metadata: { name },
  spec,
  status: { allocatable: { pods: '10', ...allocatable }, conditions: [{ type: 'Ready', status: 'True' }] },
});
const template = (requests: object, spec: object = {}) => ({
  spec: { containers: [{ resources: { requests } }], ...spec },
});
const podOn = (nodeName: string, cpu: string, phase = 'Running'): KubeObject => ({
  metadata: { name: 'p' },
  spec: { nodeName, ...template({ cpu }).spec },
  status: { phase },
});
const NODES = [node('a', { cpu: '4', memory: '8Gi' }), node('b', { cpu: '4', memory: '1Gi' })];
const lacks = (asked: object, more: number, { nodes = NODES, pods = [] as readonly KubeObject[] | null } = {}) =>
  roomLacks(asked, more, { nodes, pods }).map(({ key, values }) => [key, values['fits'], values['resource']]);

test('what fits is no matter, and where nodes may not be read nothing is claimed', () => {
  expect(lacks(template({ cpu: '1' }), 8)).toEqual([]);
  expect(lacks(template({}), 20)).toEqual([]);
  expect(roomLacks(template({ cpu: '99' }), 1, { nodes: null, pods: [] })).toEqual([]);
});

test('how many fit is told with what is lacking behind them', () => {
  expect(lacks(template({ cpu: '1' }), 9)).toEqual([['effect.fitsSome', 8, 'cpu']]);
  expect(lacks(template({ cpu: '1', memory: '1Gi' }), 9)).toEqual([['effect.fitsSome', 5, 'cpu']]);
  expect(lacks(template({}), 21)).toEqual([['effect.fitsSome', 20, 'pods']]);
  expect(lacks(template({ 'nvidia.com/gpu': '1' }), 1)).toEqual([['effect.fitsNowhere', 0, 'nvidia.com/gpu']]);
});

test('what runs there takes its part, what has ended none; of what is not known nodes are taken for empty', () => {
  const pods = [podOn('a', '3'), podOn('b', '4', 'Succeeded'), podOn('gone', '9')];
  expect(lacks(template({ cpu: '2' }), 3, { pods })).toEqual([['effect.fitsSome', 2, 'cpu']]);
  expect(lacks(template({ cpu: '2' }), 4, { pods: null })).toEqual([]);
});

test('nodes that take none of them for another reason are none; rules between pods are not asked', () => {
  const cordoned = NODES.map(each => ({ ...each, spec: { unschedulable: true } }));
  expect(lacks(template({ cpu: '1' }), 1, { nodes: cordoned })).toEqual([['effect.noNodeTakes', undefined, undefined]]);
  const zone = { labelSelector: {}, topologyKey: 'zone', maxSkew: 1, whenUnsatisfiable: 'DoNotSchedule' };
  expect(lacks(template({ cpu: '1' }, { topologySpreadConstraints: [zone] }), 8)).toEqual([]);
  expect(lacks(template({ cpu: '1' }, { nodeSelector: { disk: 'ssd' } }), 1)).toEqual([
    ['effect.noNodeTakes', undefined, undefined],
  ]);
});
