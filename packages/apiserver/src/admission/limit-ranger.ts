import { asArray, asObject, asString, getPath, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { exactAmount, parseQuantity } from '@lanthorn/kube/objects/quantity.ts';
import type { Storage } from '../storage/storage.ts';

const RANGES = 'limitranges.v1.';
const ANNOTATION = 'kubernetes.io/limit-ranger';

/** Fills in and checks what containers ask for (k8s.io/kubernetes/plugin/pkg/admission/limitranger). */
export class LimitRanger {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** A new pod with the defaults of its namespace. */
  fill(pod: KubeObject): KubeObject {
    let filled = pod;
    const notes: string[] = [];
    for (const limit of this.#limits(pod, 'Container')) {
      const spec = asObject(filled['spec']);
      const containers = asArray(spec['containers']).map(entry => withDefaults(asObject(entry), limit, notes));
      filled = { ...filled, spec: { ...spec, containers } };
    }
    if (notes.length === 0) return pod;
    const annotations = { ...pod.metadata.annotations, [ANNOTATION]: `LimitRanger plugin set: ${notes.join('; ')}` };
    return { ...filled, metadata: { ...pod.metadata, annotations } };
  }

  /** What is out of range, in the server's words. */
  check(resource: string, object: KubeObject): string[] {
    if (resource === 'pods') {
      const containers = asArray(getPath(object, 'spec', 'containers')).map(entry =>
        asObject(getPath(entry, 'resources')),
      );
      return this.#limits(object, 'Container').flatMap(limit =>
        containers.flatMap(resources => outOfRange(limit, resources)),
      );
    }
    if (resource !== 'persistentvolumeclaims') return [];
    const requests = asObject(getPath(object, 'spec', 'resources', 'requests'));
    return this.#limits(object, 'PersistentVolumeClaim').flatMap(limit =>
      outOfRange(limit, { requests, limits: requests }),
    );
  }

  #limits({ metadata }: KubeObject, type: string): JsonObject[] {
    const prefix = `${metadata.namespace ?? ''}/`;
    const found: JsonObject[] = [];
    this.#storage.scan(RANGES, { prefix, start: prefix }, (_key, range) => {
      found.push(...asArray(getPath(range, 'spec', 'limits')).map(asObject));
      return true;
    });
    return found.filter(limit => limit['type'] === type);
  }
}

function withDefaults(container: JsonObject, limit: JsonObject, notes: string[]): JsonObject {
  const given = asObject(container['resources']);
  const merge = (kind: 'requests' | 'limits', defaults: unknown) => {
    const known = asObject(given[kind]);
    const missing = Object.entries(asObject(defaults)).filter(([name]) => known[name] === undefined);
    if (missing.length > 0) {
      const names = missing.map(([name]) => name).toSorted();
      notes.push(`${names.join(', ')} ${kind.slice(0, -1)} for container ${asString(container['name'])}`);
    }
    return { ...known, ...Object.fromEntries(missing) };
  };
  const requests = merge('requests', limit['defaultRequest']);
  const limits = merge('limits', limit['default']);
  const filled = Object.fromEntries(
    Object.entries({ limits, requests }).filter(([, list]) => Object.keys(list).length > 0),
  );
  return { ...container, resources: { ...given, ...filled } };
}

function outOfRange({ type, min, max, maxLimitRequestRatio }: JsonObject, resources: JsonObject): string[] {
  const amount = (kind: string, name: string) => getPath(resources, kind, name);
  const size = (value: unknown) => parseQuantity(asString(value)) ?? 0;
  const each = (list: unknown) => (isObject(list) ? Object.entries(list) : []);
  const what = (edge: string, name: string) => `${edge} ${name} usage per ${asString(type)} is`;
  return [
    ...each(min).flatMap(([name, least]) => {
      const [request, limit] = [amount('requests', name), amount('limits', name)];
      const lowest = `${what('minimum', name)} ${asString(least)}`;
      if (request === undefined) return [`${lowest}. No request is specified`];
      if (size(request) < size(least)) return [`${lowest}, but request is ${asString(request)}`];
      return limit !== undefined && size(limit) < size(least) ? [`${lowest}, but limit is ${asString(limit)}`] : [];
    }),
    ...each(max).flatMap(([name, most]) => {
      const [request, limit] = [amount('requests', name), amount('limits', name)];
      const highest = `${what('maximum', name)} ${asString(most)}`;
      if (limit === undefined) return [`${highest}. No limit is specified`];
      if (size(limit) > size(most)) return [`${highest}, but limit is ${asString(limit)}`];
      return request !== undefined && size(request) > size(most)
        ? [`${highest}, but request is ${asString(request)}`]
        : [];
    }),
    ...each(maxLimitRequestRatio).flatMap(([name, most]) => {
      const [request, limit] = [size(amount('requests', name)), size(amount('limits', name))];
      if (request === 0 || exactAmount(limit / request) <= size(most)) return [];
      return [
        `${name} max limit to request ratio per ${asString(type)} is ${asString(most)}, but provided ratio is ${(limit / request).toFixed(6)}`,
      ];
    }),
  ];
}
