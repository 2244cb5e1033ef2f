import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addAmounts, allocatable, hostPorts, lackingResource, portsClash } from './node-room.ts';

const amounts = (of: Readonly<Record<string, number>>) => new Map(Object.entries(of));

test('a node has what it says pods may have, in plain numbers', () => {
  const status = { capacity: { cpu: '9' }, allocatable: { cpu: '3500m', memory: '1Ki', pods: 110, odd: 'many' } };
  expect([...allocatable({ status })]).toEqual([
    ['cpu', 3.5],
    ['memory', 1024],
    ['pods', 110],
    ['odd', 0],
  ]);
  for (const none of [undefined, {}, { status: { allocatable: [] } }]) expect(allocatable(none).size).toBe(0);
});

describe('the first thing that is too little', () => {
  const room = amounts({ cpu: 4, memory: 8, pods: 2 });
  test.each([
    ['nothing is asked', {}, {}, null],
    ['it fits to the last', { cpu: 4, memory: 8 }, {}, null],
    ['beside what is used', { cpu: 1 }, { cpu: 3 }, null],
    ['more than is left', { cpu: 1.5 }, { cpu: 3 }, 'cpu'],
    ['the first of several', { memory: 9, cpu: 9 }, {}, 'memory'],
    ['a thing that the node does not have', { gpu: 1 }, {}, 'gpu'],
    // Who asks for none of it may run where there is none.
    ['none of it', { gpu: 0 }, {}, null],
    ['nothing more where too much is used', { cpu: 0 }, { cpu: 9 }, null],
  ] as const)('%s', (_title, requests, used, lacking) => {
    expect(lackingResource(amounts(requests), amounts(used), room)).toBe(lacking);
  });
});

test('what comes and goes again leaves what was before', () => {
  const of = fc.dictionary(fc.constantFrom('cpu', 'memory', 'pods'), fc.nat(100)).map(amounts);
  fc.assert(
    fc.property(of, of, (before, pod) => {
      const used = new Map(before);
      addAmounts(used, pod, 1);
      for (const name of ['cpu', 'memory', 'pods'])
        expect(used.get(name) ?? 0).toBe((before.get(name) ?? 0) + (pod.get(name) ?? 0));
      addAmounts(used, pod, -1);
      for (const name of ['cpu', 'memory', 'pods']) expect(used.get(name) ?? 0).toBe(before.get(name) ?? 0);
    }),
  );
});

test('pods that take a node to the last thousandth fit on it, and no thousandth more does', () => {
  for (let milli = 1; milli <= 999; milli++) {
    const pod = amounts({ cpu: milli / 1_000 });
    const used = new Map<string, number>();
    for (let i = 0; i < 39; i++) addAmounts(used, pod, 1);
    expect([milli, lackingResource(pod, used, amounts({ cpu: (milli * 40) / 1_000 }))]).toEqual([milli, null]);
    expect(lackingResource(pod, used, amounts({ cpu: (milli * 40 - 1) / 1_000 }))).toBe('cpu');
    for (let i = 0; i < 39; i++) addAmounts(used, pod, -1);
    expect(used.get('cpu')).toBe(0);
  }
});

describe('ports of the node', () => {
  test('are those that its containers take, and no others', () => {
    const ports = [{ containerPort: 80 }, { containerPort: 80, hostPort: 8080 }, { hostPort: 0 }, null, 'x'];
    const containers = [{ ports }, {}, { ports: [{ hostPort: 53, protocol: 'UDP' }] }];
    expect(hostPorts({ metadata: {}, spec: { containers } })).toEqual([
      { containerPort: 80, hostPort: 8080 },
      { hostPort: 53, protocol: 'UDP' },
    ]);
    expect(hostPorts({ metadata: {} })).toEqual([]);
  });

  // HostPortInfo.CheckConflict of k8s.io/kube-scheduler: without an address 0.0.0.0, without a protocol TCP.
  test.each([
    [{ hostPort: 80 }, { hostPort: 80 }, true],
    [{ hostPort: 80 }, { hostPort: 81 }, false],
    [{ hostPort: 80, protocol: 'TCP' }, { hostPort: 80 }, true],
    [{ hostPort: 80, protocol: 'UDP' }, { hostPort: 80 }, false],
    [{ hostPort: 80, hostIP: '10.0.0.1' }, { hostPort: 80, hostIP: '10.0.0.2' }, false],
    [{ hostPort: 80, hostIP: '10.0.0.1' }, { hostPort: 80, hostIP: '10.0.0.1' }, true],
    [{ hostPort: 80, hostIP: '10.0.0.1' }, { hostPort: 80 }, true],
    [{ hostPort: 80, hostIP: '0.0.0.0' }, { hostPort: 80, hostIP: '10.0.0.1' }, true],
    [{ hostPort: 80, hostIP: '' }, { hostPort: 80, hostIP: '10.0.0.1' }, true],
  ])('%j and %j clash: %j', (a, b, isSo) => expect([portsClash(a, b), portsClash(b, a)]).toEqual([isSo, isSo]));
});
