import { asNumber, asObject, asString, asStringMap, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { hostIp, podIp } from '@lanthorn/controllers/node/pod-status.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { parseQuantity } from '@lanthorn/kube/objects/quantity.ts';

// What a pod tells its containers of itself (k8s.io/kubernetes/pkg/fieldpath, pkg/api/v1/resource).

const IN_BRACKETS = /^metadata\.(labels|annotations)\['(.*)'\]$/;

/** A field of a pod as text. */
export function fieldOf(pod: KubeObject, path: string): string {
  const [, map, key = ''] = IN_BRACKETS.exec(path) ?? [];
  if (map !== undefined) return new Map(Object.entries(asStringMap(getPath(pod, 'metadata', map)))).get(key) ?? '';
  switch (path) {
    case 'metadata.labels':
    case 'metadata.annotations':
      return Object.entries(asStringMap(getPath(pod, ...path.split('.'))))
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
        .join('\n');
    case 'status.podIP':
    case 'status.podIPs':
      return podIp(pod);
    case 'status.hostIP':
    case 'status.hostIPs':
      return hostIp(pod);
    case 'spec.serviceAccountName':
      return asString(getPath(pod, 'spec', 'serviceAccountName')) || 'default';
    default:
      return asString(getPath(pod, ...path.split('.')));
  }
}

/** Of a node's room, for a container without a limit. */
const WITHOUT_LIMIT = new Map([
  ['cpu', 8],
  ['memory', 32 * 2 ** 30],
]);

/** What a container asks for or may use, in the unit that is asked for, rounded up. */
export function resourceOf(container: JsonObject, reference: unknown): string {
  const { resource, divisor } = asObject(reference);
  const [list = '', ...rest] = asString(resource).split('.');
  const name = rest.join('.');
  const given = getPath(container, 'resources', list, name);
  const amount = given === undefined ? null : (asNumber(given) ?? parseQuantity(asString(given)));
  const unit = asNumber(divisor) ?? parseQuantity(asString(divisor));
  const all = amount ?? (list === 'limits' ? (WITHOUT_LIMIT.get(name) ?? 0) : 0);
  return String(Math.ceil(Number((all / (unit === null || unit === 0 ? 1 : unit)).toPrecision(12))));
}
