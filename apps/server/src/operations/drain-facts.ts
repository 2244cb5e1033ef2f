import { MIRROR } from '@lanthorn/actions/pod/pod-losses.ts';
import type { DrainFacts } from '@lanthorn/actions/node/drain-plan.ts';
import type { Clock } from '@lanthorn/base/clock.ts';
import { asArray, asObject, getPath } from '@lanthorn/base/json.ts';
import type { GroupVersionResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { findCondition, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { Cluster } from '../upstream/cluster.ts';
import { listAll } from './list-all.ts';

const resource = (group: string, name: string): GroupVersionResource => ({ group, version: 'v1', resource: name });

/** Reads what a drain of a node is judged by. Rejects where nodes or pods cannot be read; of the rest it is said that it is not known. */
export async function readDrainFacts(
  cluster: Cluster,
  node: string,
  clock: Pick<Clock, 'nextTurn'>,
): Promise<DrainFacts> {
  const list = (of: GroupVersionResource, slim: (object: KubeObject) => KubeObject) =>
    listAll(cluster, of, { slim, clock });
  const orUnknown = (found: Promise<KubeObject[]>) => found.catch(notKnown);
  const [nodes, pods, budgets, claims, volumes] = await Promise.all([
    list(resource('', 'nodes'), slimNode),
    list(resource('', 'pods'), slimPod),
    orUnknown(list(resource('policy', 'poddisruptionbudgets'), object => object)),
    orUnknown(list(resource('', 'persistentvolumeclaims'), object => object)),
    orUnknown(list(resource('', 'persistentvolumes'), object => object)),
  ]);
  return { node, nodes, pods, budgets, claims, volumes };
}

function notKnown(error: unknown): null {
  if (error instanceof Error) return null;
  throw error;
}

function pick(value: unknown, ...names: readonly string[]): Record<string, unknown> {
  const from = asObject(value);
  return Object.fromEntries(names.filter(name => from[name] !== undefined).map(name => [name, from[name]]));
}

function readyOf(object: unknown): object {
  const ready = findCondition(object, 'Ready');
  return { conditions: ready === null ? [] : [pick(ready, 'type', 'status')] };
}

function slimNode({ metadata, ...node }: KubeObject): KubeObject {
  return {
    metadata: pick(metadata, 'name', 'uid', 'labels'),
    spec: pick(node['spec'], 'unschedulable', 'taints'),
    status: { ...pick(node['status'], 'allocatable'), ...readyOf(node) },
  };
}

const slimContainer = (container: unknown) => ({
  ...pick(container, 'restartPolicy'),
  resources: pick(getPath(container, 'resources'), 'requests'),
  ports: asArray(getPath(container, 'ports')).filter(port => getPath(port, 'hostPort') !== undefined),
});

const POD_RULES = [
  ...['nodeName', 'nodeSelector', 'affinity', 'tolerations', 'topologySpreadConstraints'],
  ...['schedulerName', 'resourceClaims', 'overhead', 'resources'],
];

function slimPod({ metadata, ...pod }: KubeObject): KubeObject {
  const spec = asObject(pod['spec']);
  const mirror = metadata.annotations?.[MIRROR];
  const volumes = asArray(spec['volumes']).map(volume =>
    pick(volume, 'name', 'emptyDir', 'persistentVolumeClaim', 'ephemeral'),
  );
  return {
    metadata: {
      ...pick(metadata, 'name', 'namespace', 'uid', 'labels', 'ownerReferences', 'deletionTimestamp'),
      ...(mirror === undefined ? {} : { annotations: { [MIRROR]: mirror } }),
    },
    spec: {
      ...pick(spec, ...POD_RULES),
      containers: asArray(spec['containers']).map(slimContainer),
      initContainers: asArray(spec['initContainers']).map(slimContainer),
      volumes: volumes.filter(volume => Object.keys(volume).length > 1),
    },
    status: { ...pick(pod['status'], 'phase'), ...readyOf(pod) },
  };
}
