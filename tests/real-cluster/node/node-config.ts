import { join } from 'node:path';
import { SANDBOX_IMAGE } from './node-image.ts';

/** A network of our own, which ends at the machine: no way leads out of it, nothing is translated. */
export const NODE_ADDRESS = '10.244.77.1';
const SUBNET = '10.244.77.0/24';
export const BRIDGE_ADDRESS = `${NODE_ADDRESS}/24`;
/** As guard.sh calls it. */
const BRIDGE = 'lanthorn0';
const CGROUP = '/lanthorn-node';

/** Small, so that a test can fill it. */
const LOG_SIZE = '64Ki';
const LOG_FILES = 3;
/** The least that a kubelet takes. */
const LOG_MONITOR = '3s';
/** Kubernetes waits five minutes; a test does not. */
const LONGEST_BACK_OFF = '15s';

/** Of CNI: an address for each pod, on the bridge. */
export function networkConfig(): object {
  return {
    cniVersion: '0.4.0',
    name: 'lanthorn',
    plugins: [
      {
        type: 'bridge',
        bridge: BRIDGE,
        isGateway: false,
        ipMasq: false,
        ipam: { type: 'host-local', ranges: [[{ subnet: SUBNET, gateway: NODE_ADDRESS }]] },
      },
      { type: 'loopback' },
    ],
  };
}

export function containerdConfig(folder: string, plugins: string): string {
  const text = JSON.stringify;
  return `version = 2
root = ${text(join(folder, 'data/containerd'))}
state = ${text(join(folder, 'data/containerd-state'))}
[grpc]
address = ${text(join(folder, 'containerd.sock'))}
[plugins."io.containerd.internal.v1.opt"]
path = ${text(join(folder, 'data/opt'))}
[plugins."io.containerd.grpc.v1.cri"]
sandbox_image = ${text(SANDBOX_IMAGE)}
# Machines that lack CAP_SYS_RESOURCE refuse lower scores, and every sandbox with them.
restrict_oom_score_adj = true
stream_server_address = "127.0.0.1"
[plugins."io.containerd.grpc.v1.cri".cni]
bin_dir = ${text(plugins)}
conf_dir = ${text(join(folder, 'network'))}
[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
runtime_type = "io.containerd.runc.v2"
[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
SystemdCgroup = false
`;
}

/** Only whoever has the API server's certificate may ask this kubelet. */
export function kubeletConfig(folder: string, clientCertificate: string): object {
  return {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    address: NODE_ADDRESS,
    readOnlyPort: 0,
    healthzPort: 0,
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: false },
      x509: { clientCAFile: clientCertificate },
    },
    authorization: { mode: 'AlwaysAllow' },
    containerRuntimeEndpoint: `unix://${join(folder, 'containerd.sock')}`,
    cgroupDriver: 'cgroupfs',
    cgroupRoot: CGROUP,
    failCgroupV1: false,
    failSwapOn: false,
    enforceNodeAllocatable: [],
    localStorageCapacityIsolation: false,
    evictionHard: { 'memory.available': '50Mi' },
    makeIPTablesUtilChains: false,
    // Nobody answers there, and nobody else is asked.
    clusterDNS: [NODE_ADDRESS],
    clusterDomain: 'cluster.local',
    resolvConf: '',
    volumePluginDir: join(folder, 'data/volume-plugins'),
    podLogsDir: '/var/log/pods',
    containerLogMaxSize: LOG_SIZE,
    containerLogMaxFiles: LOG_FILES,
    containerLogMonitorInterval: LOG_MONITOR,
    crashLoopBackOff: { maxContainerRestartPeriod: LONGEST_BACK_OFF },
    // The scheduler leaves it alone: pods that name it, or tolerate this, come here.
    registerWithTaints: [{ key: 'lanthorn.dev/real-node', effect: 'NoSchedule' }],
  };
}
