import { setTimeout as delay } from 'node:timers/promises';
import { Command, InvalidArgumentError } from 'commander';
import {
  buildBinaries,
  buildKubelet,
  cachedBinaries,
  cachedKubelet,
  KUBERNETES_VERSION,
} from '../../tools/control-plane-binaries.mjs';
import { startControlPlane } from './control-plane.ts';
import { startNodes } from './nodes.ts';
import { BUSYBOX_IMAGE } from './node/node-image.ts';
import { missingParts, REAL_NODE, startRealNode } from './node/real-node.ts';

function count(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('a number is needed');
  return Number(text);
}

const program = new Command('real-cluster')
  .description(
    `Starts a real control plane (etcd, kube-apiserver, kube-controller-manager, kube-scheduler ${KUBERNETES_VERSION}) on loopback, with simulated nodes, until Ctrl C. The programs are built from their Go modules the first time, which takes an hour where Go has not built them before, and kept in the user's cache folder.`,
  )
  .option('--port <number>', 'port of the API server (0 takes any)', count, 0)
  .option('--kubeconfig <file>', 'where the kubeconfig is written (default: a temporary file)')
  .option('--nodes <number>', 'simulated nodes', count, 3)
  .option('--pods <number>', 'pods on them at the beginning', count, 0)
  .option(
    '--real-node',
    `one more node, ${REAL_NODE}, with a kubelet, containerd and runc: its containers run (needs root on Linux, and Debian's packages containerd, runc, containernetworking-plugins, busybox-static)`,
  )
  .option('--no-controllers', 'only etcd and the API server: nothing acts on objects');
const options = program.parse().opts<{
  port: number;
  kubeconfig?: string;
  nodes: number;
  pods: number;
  controllers: boolean;
  realNode?: boolean;
}>();

try {
  if (options.realNode === true) {
    if (cachedKubelet() === null) console.log('Building the kubelet …');
    const missing = missingParts(cachedKubelet() ?? buildKubelet());
    if (missing.length > 0) throw new Error(`There is no real node without ${missing.join(', ')}.`);
  }
  const cached = cachedBinaries();
  if (cached === null) console.log('Building the control plane; the first time this takes an hour …');
  const plane = await startControlPlane(cached ?? buildBinaries(), {
    port: options.port,
    hasControllers: options.controllers,
    ...(options.kubeconfig === undefined ? {} : { kubeconfig: options.kubeconfig }),
  });
  console.log(`The API server answers at ${plane.server}`);
  const nodes = options.controllers ? await startNodes(plane.source, options) : null;
  const realNode = options.realNode === true ? await startRealNode(plane) : null;
  if (realNode !== null)
    console.log(`${REAL_NODE} is ready, for pods that name it or tolerate its taint; their image: ${BUSYBOX_IMAGE}`);
  console.log(`Ready: export KUBECONFIG=${plane.kubeconfig}`);
  const stop = async () => {
    await realNode?.stop();
    nodes?.stop();
    await plane.stop();
    process.exit(0);
  };
  process.once('SIGINT', () => void stop());
  process.once('SIGTERM', () => void stop());
  // Without nodes nothing else keeps this process alive.
  for (;;) await delay(3_600_000);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
