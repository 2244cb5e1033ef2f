import { expect, test } from 'vitest';
import { readPodSettings } from './pod-settings.ts';

const shown = (object: unknown) =>
  readPodSettings(object).map(({ id, text, reference, at }) => [
    id,
    at ?? text,
    ...(reference === undefined ? [] : [`${reference.kind}/${reference.namespace}/${reference.name}`]),
  ]);

test('where and how a pod runs: of the cluster its classes and its node, whom it tolerates, how it is told apart', () => {
  const pod = {
    metadata: { name: 'p', namespace: 'shop' },
    spec: {
      containers: [{ name: 'main' }],
      ...{ serviceAccountName: 'runner', priorityClassName: 'high', priority: 1000, runtimeClassName: 'gvisor' },
      ...{ restartPolicy: 'Always', terminationGracePeriodSeconds: 30, schedulerName: 'default-scheduler' },
      ...{ hostNetwork: true, hostPID: false, nodeSelector: { disk: 'ssd', zone: 'a' } },
      affinity: { nodeAffinity: {}, podAntiAffinity: {} },
      topologySpreadConstraints: [{ topologyKey: 'zone', maxSkew: 2, whenUnsatisfiable: 'ScheduleAnyway' }],
      tolerations: [
        { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
        { key: 'gpu', operator: 'Equal', value: 'yes', effect: 'NoSchedule' },
        { operator: 'Exists' },
      ],
    },
    status: {
      ...{ qosClass: 'Burstable', nominatedNodeName: 'node-3', startTime: '1970-01-01T00:00:01Z' },
      ...{ podIP: '10.0.0.1', podIPs: [{ ip: '10.0.0.1' }, { ip: 'fd00::1' }], hostIP: '192.168.0.1' },
    },
  };
  expect(shown(pod)).toEqual([
    ['qosClass', 'Burstable'],
    ['startedAt', 1_000],
    ['podIps', '10.0.0.1, fd00::1'],
    ['hostIps', '192.168.0.1'],
    ['nominatedNode', 'node-3', 'Node//node-3'],
    ['serviceAccount', 'runner', 'ServiceAccount/shop/runner'],
    ['priority', 'high (1000)', 'PriorityClass//high'],
    ['runtimeClass', 'gvisor', 'RuntimeClass//gvisor'],
    ['restartPolicy', 'Always'],
    ['gracePeriod', '30s'],
    ['ofNode', 'hostNetwork'],
    ['nodeSelector', 'disk=ssd, zone=a'],
    ['affinity', 'nodeAffinity, podAntiAffinity'],
    ['spread', 'zone (maxSkew 2, ScheduleAnyway)'],
    ['tolerations', 'node.kubernetes.io/not-ready:NoExecute op=Exists for 300s, gpu=yes:NoSchedule, op=Exists'],
  ]);
});

test('of a workload what its template says; what is as ever, and what is not said, is left out', () => {
  const usual = { restartPolicy: 'Always', terminationGracePeriodSeconds: 30, priority: 0 };
  const template = { spec: { containers: [], ...usual, schedulerName: 'own' } };
  expect(shown({ metadata: { namespace: 'shop' }, spec: { template } })).toEqual([['scheduler', 'own']]);
  for (const odd of [null, 1, 'x', {}, { spec: { containers: 1, tolerations: 'x', affinity: 1, nodeSelector: [] } }])
    expect(shown(odd)).toEqual([]);
});
