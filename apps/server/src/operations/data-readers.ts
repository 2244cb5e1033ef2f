import type { Clock } from '@lanthorn/base/clock.ts';
import { asObject, getPath } from '@lanthorn/base/json.ts';
import { type GroupVersionResource, groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { controllerOf, type KubeObject, readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type {
  DataReader,
  DataReadersAnswer,
  DataReadersRequest,
} from '@lanthorn/protocol/http/data-reader-messages.ts';
import { type DataReading, dataReadings } from '@lanthorn/views/facts/data-readings.ts';
import type { Cluster } from '../upstream/cluster.ts';
import { listAll } from './list-all.ts';

interface Source {
  readonly resource: GroupVersionResource;
  /** Where the spec of its pods is. */
  readonly at: readonly string[];
}

const source = (group: string, resource: string, ...at: readonly string[]): Source => ({
  ...{ resource: { group, version: 'v1', resource }, at },
});
const TEMPLATE = ['spec', 'template', 'spec'];
const DEPLOYMENTS = source('apps', 'deployments', ...TEMPLATE);
const WORKLOADS: readonly Source[] = [
  DEPLOYMENTS,
  source('apps', 'statefulsets', ...TEMPLATE),
  source('apps', 'daemonsets', ...TEMPLATE),
  source('batch', 'cronjobs', 'spec', 'jobTemplate', ...TEMPLATE),
  source('batch', 'jobs', ...TEMPLATE),
  source('', 'pods', 'spec'),
];
/** Of more, only how many there are is of use. */
const MAX_READERS = 200;

/** What reads a ConfigMap or a Secret in its namespace, and how; of what cannot be listed it is said that it is not known. */
export async function dataReaders(
  cluster: Cluster,
  { kind, namespace, name }: Omit<DataReadersRequest, 'cluster'>,
  clock: Pick<Clock, 'nextTurn'>,
): Promise<DataReadersAnswer> {
  const lists = await Promise.all(
    WORKLOADS.map(async ({ resource, at }) => {
      const slim = (object: KubeObject) => slimReader(object, dataReadings(getPath(object, ...at), kind, name));
      return { resource, found: await listAll(cluster, resource, { namespace, slim, clock }).catch(notKnown) };
    }),
  );
  const reading = lists.map(({ resource, found }) => ({
    resource,
    found: (found ?? []).filter(object => readingsOf(object).length > 0),
  }));
  const told = new Set(reading.flatMap(({ found }) => found.map(({ metadata }) => metadata.uid)));
  const deployments = new Set(
    reading.flatMap(({ resource, found }) =>
      resource === DEPLOYMENTS.resource ? found.map(({ metadata }) => metadata.name) : [],
    ),
  );
  // Only what itself reads it tells of its pods: they may read what no template names, or what it named before.
  const isToldOf = (object: KubeObject): boolean => {
    const owner = controllerOf(object);
    if (owner === null) return false;
    const hash = readMeta(object).labels['pod-template-hash'] ?? '';
    // A ReplicaSet without a hash in its name is nobody's.
    if (owner.kind !== 'ReplicaSet' || hash === '' || !owner.name.endsWith(`-${hash}`)) return told.has(owner.uid);
    return deployments.has(owner.name.slice(0, -(hash.length + 1)));
  };
  const readers = reading.flatMap(({ resource, found }) =>
    found
      .filter(object => !isToldOf(object))
      .map((object): DataReader => {
        const { name: reader, uid } = readMeta(object);
        return { resource, namespace, name: reader, uid, readings: readingsOf(object) };
      }),
  );
  return {
    readers: readers.slice(0, MAX_READERS),
    total: readers.length,
    unread: lists.flatMap(({ resource, found }) => (found === null ? [groupResource(resource)] : [])),
  };
}

function notKnown(error: unknown): null {
  if (error instanceof Error) return null;
  throw error;
}

/** Of each no more is kept than whose it is, and what it reads. */
function slimReader({ metadata }: KubeObject, readings: readonly DataReading[]): KubeObject {
  const { name, uid, labels, ownerReferences } = metadata;
  const kept = Object.entries({ name, uid, labels, ownerReferences }).filter(([, value]) => value !== undefined);
  return { metadata: Object.fromEntries(kept), readings };
}

function readingsOf(object: KubeObject): readonly DataReading[] {
  return (asObject(object)['readings'] ?? []) as readonly DataReading[];
}
