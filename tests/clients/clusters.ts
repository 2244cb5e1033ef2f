import { cachedBinaries } from '../../tools/control-plane-binaries.mjs';
import { anotherClient, eventually, startCluster } from '../e2e/harness.ts';
import { startControlPlane } from '../real-cluster/control-plane.ts';
import { startNodes } from '../real-cluster/nodes.ts';

const binaries = cachedBinaries();
const NODES = 2;
const PATIENCE_MS = 20_000;

type Ask = (
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
) => Promise<{ status: number; body: Record<string, unknown> }>;

/** A cluster whose controllers act and whose nodes run pods. */
export interface LiveCluster {
  readonly kubeconfig: string;
  /** As an administrator. */
  readonly ask: Ask;
  readonly stop: () => unknown;
}

/** Where clients are run: on the embedded cluster and, where its programs were built, on the real one. */
export const CLUSTERS: readonly (readonly [string, () => Promise<LiveCluster>])[] = [
  [
    'embedded',
    async () => {
      const cluster = await startCluster('clients', { isBare: true, nodes: NODES });
      return { kubeconfig: cluster.kubeconfig, ask: (...asked) => cluster.other(...asked), stop: () => cluster.stop() };
    },
  ],
  ...(binaries === null
    ? []
    : [
        [
          'real',
          async () => {
            const plane = await startControlPlane(binaries, { hasControllers: true });
            const nodes = await startNodes(plane.source, { nodes: NODES, pods: 0 });
            const stop = () => {
              nodes.stop();
              return plane.stop();
            };
            return { kubeconfig: plane.kubeconfig, ask: anotherClient(plane.source), stop };
          },
        ] as const,
      ]),
];

/** A namespace in which pods can be made: its service account comes a moment after it. */
export async function makeNamespace(ask: Ask, name: string): Promise<void> {
  await ask('POST', '/api/v1/namespaces', { metadata: { name } });
  const account = `/api/v1/namespaces/${name}/serviceaccounts/default`;
  await eventually(async () => (await ask('GET', account)).status === 200, `${name} has its account`, PATIENCE_MS);
}

/** A pod that runs and listens on 8080. */
export async function startPod(ask: Ask, namespace: string, name: string): Promise<void> {
  const pods = `/api/v1/namespaces/${namespace}/pods`;
  const containers = [{ name: 'main', image: 'registry.example/one:1', ports: [{ containerPort: 8080 }] }];
  await ask('POST', pods, { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { containers } });
  const isRunning = async () =>
    JSON.stringify((await ask('GET', `${pods}/${name}`)).body).includes('"phase":"Running"');
  await eventually(isRunning, `${name} runs`, PATIENCE_MS);
}
