import { asNumber, asObject, asString, asStringMap, getPath, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import { humanDuration } from '@lanthorn/kube/objects/human-duration.ts';
import { type KubeObject, parseTime } from '@lanthorn/kube/objects/kube-object.ts';
import { type RepresentOptions, representTable } from '../printing/representation.ts';
import { invalid, invalidValue } from '../wire/api-error.ts';
import type { ServedResource } from '../resources/served-resource.ts';

/** The autoscaling/v1 Scale of a workload. */
export function toScale(info: ServedResource, object: KubeObject): JsonObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const { specReplicas, statusReplicas, selector } = info.scale;
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: getPath(object, ...specReplicas) },
    status: {
      replicas: getPath(object, ...statusReplicas) ?? 0,
      selector: selectorText(selector.length === 0 ? '' : getPath(object, ...selector)),
    },
  };
}

const column = (name: string, type = 'string') => ({ name, type, format: '', priority: 0 });

/** A Scale in the shape that was asked for. */
export function representScale(info: ServedResource, object: KubeObject, represent: RepresentOptions): JsonObject {
  const scale = toScale(info, object);
  if (represent.shape !== 'table') return scale;
  const { name = '', creationTimestamp, resourceVersion } = object.metadata;
  const created = parseTime(creationTimestamp);
  const age = created === null ? '<unknown>' : humanDuration(represent.now - created);
  const row: ServedResource = {
    ...info,
    kind: 'Scale',
    columns: [column('Name'), column('Desired', 'integer'), column('Available', 'integer'), column('Age')],
    cells: () => [name, getPath(scale, 'spec', 'replicas') ?? 0, getPath(scale, 'status', 'replicas'), age],
  };
  return representTable(row, [object], { ...represent, listMeta: { resourceVersion } });
}

/** Built-in kinds have a selector, custom ones its text; a ReplicationController has bare labels. */
function selectorText(selector: unknown): string {
  if (!isObject(selector)) return asString(selector);
  const { matchLabels, matchExpressions } = selector;
  const labels = matchLabels === undefined && matchExpressions === undefined ? selector : matchLabels;
  return Object.entries(asStringMap(labels))
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}

/** The workload with the replicas of a Scale; the resourceVersion of the Scale is a precondition. */
export function fromScale(info: ServedResource, object: KubeObject, scale: JsonObject): JsonObject {
  const replicas = asNumber(getPath(scale, 'spec', 'replicas')) ?? 0;
  if (replicas < 0) {
    const target = { group: 'autoscaling', kind: 'Scale', name: object.metadata.name ?? info.resource };
    throw invalid(target, [invalidValue('spec.replicas', replicas, 'must be greater than or equal to 0')]);
  }
  const resourceVersion = getPath(scale, 'metadata', 'resourceVersion');
  const { resourceVersion: _own, ...metadata } = object.metadata;
  return {
    ...withPath(object, info.scale.specReplicas, replicas),
    metadata: { ...metadata, ...(resourceVersion === undefined ? {} : { resourceVersion }) },
  };
}

function withPath(object: JsonObject, [step = '', ...rest]: readonly string[], value: unknown): JsonObject {
  return { ...object, [step]: rest.length === 0 ? value : withPath(asObject(object[step]), rest, value) };
}
