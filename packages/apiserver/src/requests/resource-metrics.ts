import { asArray, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { findCondition, formatTime, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { notFound } from '../wire/api-error.ts';
import type { ListOptions } from './list-options.ts';
import type { RequestInfo } from './request-info.ts';
import { type Storage, storageKey } from '../storage/storage.ts';

const API_VERSION = 'metrics.k8s.io/v1beta1';
const PODS = 'pods.v1.';
const NODES = 'nodes.v1.';
/** What metrics-server measures over. */
const WINDOW = '15s';
const KIBI = 1024;
const NANO = 1e9;

/** Cores and bytes a container uses. */
export interface ContainerUsage {
  readonly name: string;
  readonly cpu: number;
  readonly memory: number;
}

/** What the containers of a running pod use now; null where its node does not report it. */
export type ReadUsage = (pod: KubeObject) => readonly ContainerUsage[] | null;

const quantities = ({ cpu, memory }: { cpu: number; memory: number }) => ({
  cpu: `${Math.round(cpu * NANO)}n`,
  memory: `${Math.round(memory / KIBI)}Ki`,
});

/** Answers metrics.k8s.io for pods and nodes: nothing of it is stored. */
export class ResourceMetrics {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  answer(
    { info, namespace, name }: RequestInfo,
    { options, usage, now }: { options: ListOptions; usage: ReadUsage; now: number },
  ): JsonObject {
    const isPods = info.resource === 'pods';
    const source = isPods ? PODS : NODES;
    const totals = isPods ? new Map<string, Total>() : this.#nodeTotals(usage);
    const read = (object: KubeObject) => (isPods ? podMetrics(object, usage, now) : nodeMetrics(object, totals, now));
    if (name !== undefined) {
      const object = this.#storage.get(source, storageKey(namespace, name));
      const metrics = object === undefined ? null : read(object);
      if (metrics === null) throw notFound({ ...info, name: storageKey(namespace, name) });
      return { kind: info.kind, apiVersion: API_VERSION, ...metrics };
    }
    const prefix = namespace === '' ? '' : `${namespace}/`;
    const items: JsonObject[] = [];
    this.#storage.scan(source, { prefix, start: prefix }, (_key, object) => {
      const metrics = options.matches(object) ? read(object) : null;
      if (metrics !== null) items.push(metrics);
      return true;
    });
    return { kind: `${info.kind}List`, apiVersion: API_VERSION, metadata: {}, items };
  }

  /** What the pods of each node use together, in one pass over all of them. */
  #nodeTotals(usage: ReadUsage): ReadonlyMap<string, Total> {
    const totals = new Map<string, Total>();
    this.#storage.scan(PODS, { prefix: '', start: '' }, (_key, pod) => {
      const node = asString(getPath(pod, 'spec', 'nodeName'));
      if (node === '') return true;
      for (const { cpu, memory } of usage(pod) ?? []) {
        const before = totals.get(node) ?? NOTHING;
        totals.set(node, { cpu: before.cpu + cpu, memory: before.memory + memory });
      }
      return true;
    });
    return totals;
  }
}

type Total = Pick<ContainerUsage, 'cpu' | 'memory'>;

const NOTHING: Total = { cpu: 0, memory: 0 };

/** A node that does not answer is not measured. */
function nodeMetrics(node: KubeObject, totals: ReadonlyMap<string, Total>, now: number): JsonObject | null {
  if (findCondition(node, 'Ready')?.['status'] !== 'True') return null;
  return { ...head(node, now), usage: quantities(totals.get(node.metadata.name ?? '') ?? NOTHING) };
}

function head({ metadata }: KubeObject, now: number): JsonObject {
  const { name, namespace, labels } = metadata;
  return {
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      creationTimestamp: formatTime(now),
      ...(labels === undefined ? {} : { labels }),
    },
    timestamp: formatTime(now),
    window: WINDOW,
  };
}

function podMetrics(pod: KubeObject, usage: ReadUsage, now: number): JsonObject | null {
  if (asString(getPath(pod, 'status', 'phase')) !== 'Running') return null;
  const found = usage(pod);
  if (found === null) return null;
  const names = asArray(getPath(pod, 'spec', 'containers')).map(entry => asObject(entry)['name']);
  const containers = found
    .filter(({ name }) => names.includes(name))
    .map(entry => ({ name: entry.name, usage: quantities(entry) }));
  return { ...head(pod, now), containers };
}
