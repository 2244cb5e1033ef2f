import { expect, test } from 'vitest';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { daemonTolerations, roomLacks } from './free-room.ts';

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

test('of pods with a class of priority nothing is said, and what has a lower priority than others goes for them', () => {
  expect(lacks(template({ cpu: '9' }, { priorityClassName: 'high' }), 1)).toEqual([]);
  const filler = { ...podOn('a', '4'), spec: { ...template({ cpu: '4' }).spec, nodeName: 'a', priority: -10 } };
  expect(lacks(template({ cpu: '4' }), 2, { pods: [filler] })).toEqual([]);
  expect(lacks(template({ cpu: '4' }), 2, { pods: [podOn('a', '4')] })).toEqual([['effect.fitsSome', 1, 'cpu']]);
});

test('a DaemonSet runs where its controller lets it: on cordoned nodes and under pressure, where nothing but a taint of its own keeps it away', () => {
  const tainted = (key: string, effect: string) =>
    node('a', { cpu: '4' }, { unschedulable: true, taints: [{ key: `node.kubernetes.io/${key}`, effect }] });
  const daemon = (spec: object = {}) =>
    template({ cpu: '1' }, { ...spec, tolerations: daemonTolerations({ ...spec }) });
  for (const key of ['unschedulable', 'disk-pressure', 'memory-pressure', 'pid-pressure'])
    expect(lacks(daemon(), 1, { nodes: [tainted(key, 'NoSchedule')] })).toEqual([]);
  for (const key of ['not-ready', 'unreachable'])
    expect(lacks(daemon(), 1, { nodes: [tainted(key, 'NoExecute')] })).toEqual([]);
  const noNetwork = [tainted('network-unavailable', 'NoSchedule')];
  expect(lacks(daemon(), 1, { nodes: noNetwork })).toHaveLength(1);
  expect(lacks(daemon({ hostNetwork: true }), 1, { nodes: noNetwork })).toEqual([]);
});

test('each pod is looked at once, however many nodes and targets there are', () => {
  let looks = 0;
  const counted = (i: number): KubeObject => ({
    ...podOn(`n${i}`, '1'),
    get status() {
      looks++;
      return { phase: 'Running' };
    },
  });
  const pods = Array.from({ length: 100 }, (_, i) => counted(i));
  const nodes = Array.from({ length: 100 }, (_, i) => node(`n${i}`, { cpu: '4' }));
  looks = 0;
  for (let target = 0; target < 5; target++)
    expect(lacks(template({ cpu: '1' }), 301, { nodes, pods })).toEqual([['effect.fitsSome', 300, 'cpu']]);
  expect(looks).toBe(100);
});

test('pods that take exactly what is left fit, however many tenths that is', () => {
  const four = [node('a', { cpu: '4', pods: '110' })];
  const pods = Array.from({ length: 37 }, () => podOn('a', '100m'));
  expect(lacks(template({ cpu: '100m' }), 3, { nodes: four, pods })).toEqual([]);
  expect(lacks(template({ cpu: '100m' }), 4, { nodes: four, pods })).toEqual([['effect.fitsSome', 3, 'cpu']]);
  for (let milli = 1; milli <= 999; milli++)
    for (const count of [3, 6, 39]) {
      const exact = [node('a', { cpu: `${milli * count}m`, pods: '110' })];
      expect([milli, lacks(template({ cpu: `${milli}m` }), count, { nodes: exact })]).toEqual([milli, []]);
    }
});
