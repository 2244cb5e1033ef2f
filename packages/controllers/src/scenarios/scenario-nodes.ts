import { formatTime } from '@lanthorn/kube/objects/kube-object.ts';
import { leaseOf } from '../node/node-heartbeats.ts';
import type { PastObjects } from './past-objects.ts';

const NOT_READY_NODE = 4;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** What a kubelet says of what it has enough of. */
const NO_PRESSURE = {
  MemoryPressure: { reason: 'KubeletHasSufficientMemory', message: 'kubelet has sufficient memory available' },
  DiskPressure: { reason: 'KubeletHasNoDiskPressure', message: 'kubelet has no disk pressure' },
  PIDPressure: { reason: 'KubeletHasSufficientPID', message: 'kubelet has sufficient PID available' },
};

/** One node of the cluster; one of them has been silent for a while. */
export async function seedNode(past: PastObjects, i: number): Promise<void> {
  const isReady = i !== NOT_READY_NODE;
  const since = formatTime(past.now - (isReady ? 50 * DAY_MS : 25 * MINUTE_MS));
  const labels: Record<string, string> = {
    'kubernetes.io/hostname': `node-${i}`,
    'kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'amd64',
    'topology.kubernetes.io/zone': `zone-${'abc'.charAt(i % 3)}`,
    ...(i === 0 ? { 'node-role.kubernetes.io/control-plane': '' } : {}),
  };
  const ready = isReady
    ? { status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' }
    : { status: 'Unknown', reason: 'NodeStatusUnknown', message: 'Kubelet stopped posting node status.' };
  const heartbeatAt = isReady ? past.now : past.now - 25 * MINUTE_MS;
  const lastHeartbeatTime = formatTime(heartbeatAt);
  const pressure = Object.entries(NO_PRESSURE).map(([type, told]) => ({
    type,
    ...(isReady ? { status: 'False', ...told } : ready),
    lastHeartbeatTime,
    lastTransitionTime: since,
  }));
  const capacity = { cpu: '16', memory: '65536Mi', pods: '250', 'ephemeral-storage': '209715200Ki' };
  const taints = ['NoSchedule', 'NoExecute'].map(effect => ({
    key: 'node.kubernetes.io/unreachable',
    effect,
    timeAdded: since,
  }));
  const spec = { podCIDR: `10.244.${i}.0/24`, ...(isReady ? {} : { taints }) };
  const node = await past.create(
    'nodes.v1.',
    {
      metadata: { name: `node-${i}`, labels },
      spec,
      status: {
        capacity,
        allocatable: capacity,
        conditions: [...pressure, { type: 'Ready', ...ready, lastHeartbeatTime, lastTransitionTime: since }],
        addresses: [
          { type: 'InternalIP', address: `192.168.10.${10 + i}` },
          { type: 'Hostname', address: `node-${i}` },
        ],
        nodeInfo: {
          machineID: `demo-${i}`,
          systemUUID: `demo-${i}`,
          bootID: `demo-${i}`,
          architecture: 'amd64',
          operatingSystem: 'linux',
          kernelVersion: '6.12.0-demo',
          osImage: 'Lanthorn Demo Linux',
          containerRuntimeVersion: 'containerd://2.1.4',
          kubeletVersion: 'v1.37.2',
          kubeProxyVersion: '',
        },
      },
    },
    // Long known: the taint of a new node is gone.
    { ageMs: 50 * DAY_MS, change: { spec } },
  );
  await past.create('leases.v1.coordination.k8s.io', leaseOf(node, heartbeatAt), 50 * DAY_MS);
}
