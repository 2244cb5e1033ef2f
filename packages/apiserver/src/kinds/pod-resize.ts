import { asArray, asObject, deepEqual, type JsonObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { type FieldError, forbiddenField, invalidValue } from '../wire/api-error.ts';
import { qosClass } from '@lanthorn/kube/objects/qos-class.ts';

// What the resources of a pod may become while it runs (ValidatePodResize of k8s.io/kubernetes/pkg/apis/core/validation, registry/core/pod/strategy.go).

const LISTS = ['containers', 'initContainers'] as const;
const RESIZED = ['cpu', 'memory'];

const listOf = (pod: KubeObject, list: string) => asArray(asObject(pod['spec'])[list]).map(asObject);

/** The pod with the resources that were sent; a list that is another is kept as it was sent, to be refused. */
export function resizedPod(given: KubeObject, current: KubeObject): KubeObject {
  const lists = LISTS.map(list => [list, listOf(given, list), listOf(current, list)] as const);
  const spec = { ...asObject(current['spec']) };
  for (const [list, sent, old] of lists) {
    const isSame = sent.length === old.length && sent.every(({ name }, i) => name === old[i]?.['name']);
    if (sent.length === 0 && old.length === 0) continue;
    spec[list] = isSame ? old.map((container, i) => withResources(container, sent[i] ?? {})) : sent;
  }
  return { ...current, spec };
}

function withResources(container: JsonObject, { resources = {}, resizePolicy }: JsonObject): JsonObject {
  return { ...container, resources, ...(resizePolicy === undefined ? {} : { resizePolicy }) };
}

export function validateResize(pod: KubeObject, old: KubeObject): FieldError[] {
  const isOtherClass = qosClass(asObject(pod['spec'])) !== qosClass(asObject(old['spec']));
  const changed = LISTS.flatMap(list => orderErrors(list, listOf(pod, list), listOf(old, list)));
  return [
    ...(isOtherClass
      ? [
          invalidValue(
            'spec',
            asObject(pod['status'])['qosClass'],
            'Pod QOS Class may not change as a result of resizing',
          ),
        ]
      : []),
    ...(isSupported(old) ? [] : [forbiddenField('spec', 'Pod running on node without support for resize')]),
    ...(changed.length > 0 ? changed : resourceErrors(pod, old)),
  ];
}

/** A node that can do it says what its containers have. */
function isSupported(pod: KubeObject): boolean {
  const statuses = asArray(asObject(pod['status'])['containerStatuses']).map(asObject);
  const running = statuses.find(({ state }) => asObject(state)['running'] !== undefined);
  return running === undefined || running['resources'] !== undefined;
}

function orderErrors(list: string, now: readonly JsonObject[], before: readonly JsonObject[]): FieldError[] {
  const field = `spec.${list}`;
  if (now.length !== before.length) return [forbiddenField(field, `${list} may not be added or removed on resize`)];
  return before.flatMap(({ name }, i) =>
    now[i]?.['name'] === name
      ? []
      : [forbiddenField(`${field}[${i}].name`, `${list} may not be renamed or reordered on resize`)],
  );
}

function resourceErrors(pod: KubeObject, old: KubeObject): FieldError[] {
  const pairs = (list: string) =>
    listOf(old, list).map((container, i) => [resourcesOf(listOf(pod, list)[i] ?? {}), resourcesOf(container)] as const);
  const removed = [...LISTS]
    .reverse()
    .flatMap(list =>
      pairs(list).flatMap(([now, before], i) =>
        ['requests', 'limits'].flatMap(part =>
          Object.keys(asObject(before[part])).every(name => asObject(now[part])[name] !== undefined)
            ? []
            : [forbiddenField(`spec.${list}[${i}].resources.${part}`, `resource ${part} cannot be removed`)],
        ),
      ),
    );
  const others = pairs('containers').flatMap(([now, before]) =>
    deepEqual(notResized(now), notResized(before))
      ? []
      : [forbiddenField('spec', 'only cpu and memory resources are mutable')],
  );
  return [...removed, ...others];
}

const resourcesOf = (container: JsonObject) => asObject(container['resources']);

/** What a resize leaves alone. */
function notResized(resources: JsonObject): JsonObject {
  const kept = (part: string) =>
    Object.fromEntries(Object.entries(asObject(resources[part])).filter(([name]) => !RESIZED.includes(name)));
  return { claims: resources['claims'], requests: kept('requests'), limits: kept('limits') };
}
